// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Chips.Enc28j60;

/// <summary>Writes to ECON1 and ECON2, which start everything else.</summary>
internal sealed class ControlWrites(
    RegisterFile registers, ReceiveBuffer receiveBuffer, Receiver receiver, Transmitter transmitter, DmaEngine dma, PhyUnit phy, Power power, Rules rules,
    Enc28J60Counters counters)
{
    public void WriteEcon1(byte old, byte value)
    {
        int raised = value & ~old;
        int fallen = old & ~value;
        if (((raised | fallen) & Econ1.BankSelect) != 0)
        {
            counters.BankSwitches++;
        }

        if (((raised | fallen) & Econ1.CSUMEN) != 0 && (old & Econ1.DMAST) != 0)
        {
            rules.Violate("ECON1.CSUMEN changed while DMAST is 1 (DS39662 §13).");
        }

        registers[Register.ECON1] = value;
        WriteResets(raised, fallen);
        WriteReceiveEnable(raised);
        WriteTransmitRequest(raised, fallen);
        WriteDmaStart(raised, fallen);
    }

    public void WriteEcon2(byte old, byte value)
    {
        int raised = value & ~old;
        int fallen = old & ~value;
        if ((raised & Econ2.PWRSV) != 0 && (registers.Has(Register.ECON1, Econ1.RXEN | Econ1.TXRTS) || receiver.IsBusy))
        {
            rules.Violate("ECON2.PWRSV set while RXEN, RXBUSY or TXRTS is 1 (DS39662 §14).");
        }

        registers[Register.ECON2] = (byte)(value & RegisterMap.Writable(Register.ECON2) & ~Econ2.PKTDEC);
        if ((value & Econ2.PKTDEC) != 0)
        {
            receiveBuffer.DecrementCount();
        }

        if ((raised & Econ2.PWRSV) != 0)
        {
            receiver.Abort();
            transmitter.Cancel();
            phy.SetPower(false);
        }
        else if ((fallen & Econ2.PWRSV) != 0)
        {
            power.StartClock();
            phy.SetPower(true);
        }
    }

    private void WriteResets(int raised, int fallen)
    {
        if ((raised & Econ1.TXRST) != 0)
        {
            transmitter.EnterReset();
        }
        else if ((fallen & Econ1.TXRST) != 0)
        {
            transmitter.LeaveReset();
        }

        if ((raised & Econ1.RXRST) != 0)
        {
            receiver.Abort();
        }

        if (registers.Has(Register.ECON1, Econ1.RXRST))
        {
            registers.Clear(Register.ECON1, Econ1.RXEN);
        }

        if (registers.Has(Register.ECON1, Econ1.TXRST))
        {
            registers.Clear(Register.ECON1, Econ1.TXRTS);
        }
    }

    private void WriteReceiveEnable(int raised)
    {
        if ((raised & Econ1.RXEN) == 0 || !registers.Has(Register.ECON1, Econ1.RXEN))
        {
            return;
        }

        _ = power.CheckMac("ECON1.RXEN set");
        CheckDuplex("ECON1.RXEN set");
        if (registers.Word(Register.ERXNDL) <= registers.Word(Register.ERXSTL))
        {
            rules.Violate("ECON1.RXEN set while ERXND is not behind ERXST (DS39662 §6.1).");
        }
    }

    private void WriteTransmitRequest(int raised, int fallen)
    {
        if ((raised & Econ1.TXRTS) != 0 && registers.Has(Register.ECON1, Econ1.TXRTS))
        {
            if (power.CheckMac("ECON1.TXRTS set"))
            {
                CheckDuplex("ECON1.TXRTS set");
                transmitter.Request();
            }
        }
        else if ((fallen & Econ1.TXRTS) != 0)
        {
            transmitter.Cancel();
        }
    }

    private void WriteDmaStart(int raised, int fallen)
    {
        if ((raised & Econ1.DMAST) != 0)
        {
            dma.Request();
        }
        else if ((fallen & Econ1.DMAST) != 0)
        {
            dma.Cancel();
        }
    }

    private void CheckDuplex(string what)
    {
        if (transmitter.HalfDuplex == phy.FullDuplex)
        {
            rules.Violate($"{what} while MACON3.FULDPX and PHCON1.PDPXMD differ (DS39662 §9).");
        }
    }
}
