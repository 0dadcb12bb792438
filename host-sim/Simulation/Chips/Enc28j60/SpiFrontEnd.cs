// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Chips.Enc28j60;

/// <summary>The SPI instructions, byte by byte: one opcode and its data for each chip select (DS39662 §4.2).</summary>
internal sealed class SpiFrontEnd(RegisterAccess registers, BufferMemory memory, RegisterFile file, Transmitter transmitter, Rules rules, Enc28J60Counters counters)
{
    /// <summary>The byte that the host reads while the chip does not drive SO.</summary>
    public const byte HighImpedance = 0xFF;

    private const int BufferArgument = 0x1A;

    private enum Instruction
    {
        Opcode,
        ReadControl,
        ReadBuffer,
        WriteControl,
        WriteBuffer,
        SetBits,
        ClearBits,
        SystemReset,
        Over,
    }

    private Instruction _instruction;
    private int _address;
    private bool _dummyIsDue;
    private long _burst;

    /// <summary>SRC has been clocked in. It takes effect at once, as the data sheet has it.</summary>
    public event Action? SystemReset;

    public void Select()
    {
        counters.ChipSelects++;
        _instruction = Instruction.Opcode;
        _burst = 0;
    }

    public void Deselect()
    {
        counters.LargestBurst = Math.Max(counters.LargestBurst, _burst);
        _instruction = Instruction.Over;
    }

    public byte Exchange(byte fromHost)
    {
        _burst++;
        switch (_instruction)
        {
            case Instruction.Opcode:
                counters.OpcodeBytes++;
                Decode(fromHost);
                return HighImpedance;
            case Instruction.ReadBuffer:
                counters.BufferBytes++;
                CheckOwner(file.Word(Register.ERDPTL));
                return memory.HostRead();
            case Instruction.WriteBuffer:
                counters.BufferBytes++;
                CheckOwner(file.Word(Register.EWRPTL));
                memory.HostWrite(fromHost);
                return HighImpedance;
            case Instruction.ReadControl:
                counters.RegisterBytes++;
                return ReadControl();
            default:
                counters.RegisterBytes++;
                WriteControl(fromHost);
                return HighImpedance;
        }
    }

    private void Decode(byte opcode)
    {
        _address = opcode & 0x1F;
        _instruction = (opcode >> 5) switch
        {
            0 => Instruction.ReadControl,
            1 => Instruction.ReadBuffer,
            2 => Instruction.WriteControl,
            3 => Instruction.WriteBuffer,
            4 => Instruction.SetBits,
            5 => Instruction.ClearBits,
            7 => Instruction.SystemReset,
            _ => Instruction.Over,
        };

        bool isBuffer = _instruction is Instruction.ReadBuffer or Instruction.WriteBuffer;
        if (_instruction == Instruction.Over || (isBuffer && _address != BufferArgument) || (_instruction == Instruction.SystemReset && _address != 0x1F))
        {
            _instruction = Instruction.Over;
            rules.Violate($"0x{opcode:X2} is no instruction (DS39662 table 4-1).");
        }

        if (isBuffer)
        {
            counters.BufferBursts++;
        }

        _dummyIsDue = _instruction == Instruction.ReadControl && registers.HasDummy(_address);
        if (_instruction == Instruction.SystemReset)
        {
            _instruction = Instruction.Over;
            SystemReset?.Invoke();
        }
    }

    private byte ReadControl()
    {
        if (_dummyIsDue)
        {
            _dummyIsDue = false;
            return 0;
        }

        // Bytes after the value are not specified. A host may clock them, but not use them.
        byte value = _address < 0 ? (byte)0 : registers.Read(_address);
        _address = -1;
        return value;
    }

    private void WriteControl(byte value)
    {
        Instruction instruction = _instruction;
        _instruction = Instruction.Over;
        switch (instruction)
        {
            case Instruction.WriteControl:
                registers.Write(_address, value);
                break;
            case Instruction.SetBits:
                registers.SetBits(_address, value);
                break;
            case Instruction.ClearBits:
                registers.ClearBits(_address, value);
                break;
            default:
                rules.Violate("more bytes than the instruction has under one chip select (DS39662 §4.2).");
                break;
        }
    }

    private void CheckOwner(int address)
    {
        if (transmitter.Owns(address))
        {
            rules.Violate($"buffer address 0x{address:X4} touched while its packet is being sent (DS39662 §7.1).");
        }
    }
}
