// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Virtual;

namespace NanoTcp.Simulation.Chips.Enc28j60;

/// <summary>The way to the PHY's registers: MICMD, MISTAT, MIREGADR, MIWR, MIRD (DS39662 §3.3).</summary>
internal sealed class Mii(IHardwareClock clock, RegisterFile registers, PhyUnit phy, Power power, Rules rules)
{
    /// <summary>One access to the PHY.</summary>
    public const long OperationTime = 10_240;

    private enum Operation
    {
        None,
        Read,
        Write,
        Scan,
    }

    private Operation _operation;
    private int _address;
    private bool _scanIsValid;

    public long NextEvent { get; private set; } = long.MaxValue;

    public byte Status => (byte)((_operation != Operation.None ? MiiBits.BUSY : 0)
        | (_operation == Operation.Scan ? MiiBits.SCAN : 0)
        | (_operation == Operation.Scan && !_scanIsValid ? MiiBits.NVALID : 0));

    private bool IsScanning => registers.Has(Register.MICMD, MiiBits.MIISCAN);

    public void Reset()
    {
        _operation = Operation.None;
        NextEvent = long.MaxValue;
    }

    /// <summary>MICMD has been written: a bit that was 0 starts its operation.</summary>
    public void CommandWritten(int old)
    {
        int started = registers[Register.MICMD] & ~old;
        if ((started & MiiBits.MIISCAN) != 0)
        {
            _scanIsValid = false;
            Start(Operation.Scan, "MICMD.MIISCAN");
        }
        else if ((started & MiiBits.MIIRD) != 0)
        {
            Start(Operation.Read, "MICMD.MIIRD");
        }
    }

    /// <summary>MIWRH has been written.</summary>
    public void DataWritten()
    {
        Start(Operation.Write, "MIWRH");
    }

    public void Run()
    {
        switch (_operation)
        {
            case Operation.Read:
                registers.SetWord(Register.MIRDL, phy.Read(_address));
                break;
            case Operation.Write:
                phy.Write(_address, registers.Word(Register.MIWRL));
                break;
            case Operation.Scan:
                registers.SetWord(Register.MIRDL, phy.Read(registers[Register.MIREGADR]));
                _scanIsValid = true;
                break;
        }

        if (_operation == Operation.Scan && IsScanning)
        {
            NextEvent += OperationTime;
        }
        else
        {
            Reset();
        }
    }

    private void Start(Operation operation, string how)
    {
        if (_operation != Operation.None)
        {
            rules.Violate($"{how} written while MISTAT.BUSY is 1 (DS39662 §3.3).");
            return;
        }

        if (!power.CheckPhy())
        {
            return;
        }

        _operation = operation;
        _address = registers[Register.MIREGADR];
        NextEvent = clock.Nanoseconds + OperationTime;
    }
}
