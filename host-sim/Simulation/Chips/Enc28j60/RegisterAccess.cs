// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Chips.Enc28j60;

/// <summary>The control registers as the host reads and writes them: masks, bits that are not stored, and the effects of a write.</summary>
internal sealed class RegisterAccess(
    RegisterFile registers, ControlWrites control, ReceiveBuffer receiveBuffer, Receiver receiver, Transmitter transmitter, SelfTest selfTest, Mii mii,
    Interrupts interrupts, Power power, Rules rules, Enc28J60Counters counters)
{
    private int Bank => registers[Register.ECON1] & Econ1.BankSelect;

    /// <summary>Whether a dummy byte comes before the value (DS39662 §4.2.1).</summary>
    public bool HasDummy(int address) => RegisterMap.Kind(Register.Locate(Bank, address)) == RegisterKind.MacMii;

    public byte Read(int address)
    {
        if (address == Register.Forbidden)
        {
            rules.Violate("read of address 0x1A (DS39662 §3.1).");
            return 0;
        }

        counters.RegisterReads++;
        int register = Register.Locate(Bank, address);
        if (RegisterMap.Kind(register) == RegisterKind.MacMii && !power.CheckMac("access to a MAC or MII register"))
        {
            return 0;
        }

        if (register is Register.EIR or Register.ESTAT or Register.ECON1 or Register.EPKTCNT or Register.MISTAT)
        {
            counters.StatusPolls++;
        }

        return register switch
        {
            Register.EIR => interrupts.ReadFlags(),
            Register.ESTAT => ReadStatus(),
            Register.MISTAT => mii.Status,
            Register.EFLOCON => (byte)(registers[register] | (transmitter.HalfDuplex ? 0 : 4)),
            _ => registers[register],
        };
    }

    /// <summary>WCR.</summary>
    public void Write(int address, byte value)
    {
        if (IsWritable(address, out int register))
        {
            Store(register, value);
        }
    }

    /// <summary>BFS.</summary>
    public void SetBits(int address, byte mask)
    {
        if (IsWritable(address, out int register) && HasBitFields(register))
        {
            Store(register, (byte)(registers[register] | mask));
        }
    }

    /// <summary>BFC.</summary>
    public void ClearBits(int address, byte mask)
    {
        if (IsWritable(address, out int register) && HasBitFields(register))
        {
            Store(register, (byte)(registers[register] & ~mask));
        }
    }

    private byte ReadStatus()
    {
        return (byte)(registers[Register.ESTAT]
            | (interrupts.Pending ? Estat.INT : 0)
            | (receiver.IsBusy ? Estat.RXBUSY : 0)
            | (power.ClockReady ? Estat.CLKRDY : 0));
    }

    private bool IsWritable(int address, out int register)
    {
        counters.RegisterWrites++;
        register = Register.Locate(Bank, address);
        RegisterKind kind = RegisterMap.Kind(register);
        if (address == Register.Forbidden || kind == RegisterKind.Reserved)
        {
            rules.Violate($"write to the reserved address 0x{address:X2} of bank {Bank} (DS39662 §3.1).");
            return false;
        }

        return kind == RegisterKind.Eth || (kind == RegisterKind.MacMii && power.CheckMac("access to a MAC or MII register"));
    }

    private bool HasBitFields(int register)
    {
        if (RegisterMap.Kind(register) == RegisterKind.Eth)
        {
            return true;
        }

        rules.Violate("bit field set or clear on a MAC or MII register (DS39662 §4.2.5).");
        return false;
    }

    private void Store(int register, byte value)
    {
        if ((value & RegisterMap.MustBeZero(register)) != 0)
        {
            rules.Violate($"a reserved bit set in address 0x{register & 0x1F:X2} of bank {register >> 5} (DS39662 §3.1).");
        }

        CheckInUse(register);
        byte old = registers[register];
        int writable = RegisterMap.Writable(register);
        byte stored = (byte)((old & ~writable) | (value & writable));
        switch (register)
        {
            case Register.ECON1:
                control.WriteEcon1(old, value);
                break;
            case Register.ECON2:
                control.WriteEcon2(old, value);
                break;
            case Register.EIE:
                registers[register] = stored;
                interrupts.Update();
                break;
            case Register.EIR:
                // Flags can be cleared, not set.
                registers[register] = (byte)(old & stored);
                interrupts.Update();
                break;
            case Register.ESTAT:
                registers[register] = (byte)(old & stored);
                break;
            case Register.ERXRDPTL:
                receiveBuffer.SetReadPointerLow(value);
                break;
            case Register.ERXRDPTH:
                receiveBuffer.SetReadPointerHigh(stored);
                break;
            default:
                registers[register] = stored;
                AfterWrite(register, old);
                break;
        }
    }

    private void AfterWrite(int register, byte old)
    {
        switch (register)
        {
            case Register.ERXSTL:
            case Register.ERXSTH:
            case Register.ERXNDL:
            case Register.ERXNDH:
                receiveBuffer.LoadWritePointer();
                break;
            case Register.MICMD:
                mii.CommandWritten(old);
                break;
            case Register.MIWRH:
                mii.DataWritten();
                break;
            case Register.EBSTCON:
                selfTest.ControlWritten(old);
                break;
            case Register.ECOCON when registers[register] >= 6:
                rules.Violate("ECOCON<2:0> set to 11x (DS39662 register 2-1).");
                break;
        }
    }

    /// <summary>Checks registers that must not change while the hardware uses them.</summary>
    private void CheckInUse(int register)
    {
        switch (register)
        {
            case >= Register.ERXSTL and <= Register.ERXNDH when registers.Has(Register.ECON1, Econ1.RXEN):
                rules.Violate("ERXST or ERXND written while RXEN is 1 (DS39662 §6.1).");
                break;
            case >= Register.ETXSTL and <= Register.ETXNDH when registers.Has(Register.ECON1, Econ1.TXRTS):
                rules.Violate("ETXST or ETXND written while TXRTS is 1 (DS39662 §7.1).");
                break;
            case >= Register.EDMASTL and <= Register.EDMADSTH when registers.Has(Register.ECON1, Econ1.DMAST):
                rules.Violate("a DMA pointer written while DMAST is 1 (DS39662 §13).");
                break;
            case Register.MACON3 when registers.Has(Register.ECON1, Econ1.RXEN | Econ1.TXRTS) || receiver.IsBusy:
                rules.Violate("MACON3 written while RXEN, TXRTS or RXBUSY is 1 (DS39662 §9).");
                break;
            case Register.MIREGADR or Register.MIWRL when mii.Status == MiiBits.BUSY:
                rules.Violate("MIREGADR or MIWRL written while MISTAT.BUSY is 1 (DS39662 §3.3).");
                break;
        }
    }
}
