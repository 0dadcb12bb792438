// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Seeds;

namespace NanoTcp.Simulation.Chips.Enc28j60;

/// <summary>The 8 KiB of packet memory and the host's two pointers into it (DS39662 §3.2).</summary>
internal sealed class BufferMemory(RegisterFile registers)
{
    public const int Size = 0x2000;

    private readonly byte[] _ram = new byte[Size];

    public byte this[int address]
    {
        get => _ram[address & (Size - 1)];
        set => _ram[address & (Size - 1)] = value;
    }

    /// <summary>The content after power-on is undefined.</summary>
    public void Scramble(SplitMix64 random)
    {
        for (int i = 0; i < Size; i++)
        {
            _ram[i] = (byte)random.Next();
        }
    }

    /// <summary>RBM: the byte at ERDPT, which then advances and wraps at the end of the receive buffer.</summary>
    public byte HostRead()
    {
        int pointer = registers.Word(Register.ERDPTL);
        if (registers.Has(Register.ECON2, Econ2.AUTOINC))
        {
            registers.SetWord(Register.ERDPTL, NextInReceiveBuffer(pointer));
        }

        return _ram[pointer];
    }

    /// <summary>WBM: a byte to EWRPT, which does not wrap at a buffer (§3.2.3).</summary>
    public void HostWrite(byte value)
    {
        int pointer = registers.Word(Register.EWRPTL);
        if (registers.Has(Register.ECON2, Econ2.AUTOINC))
        {
            registers.SetWord(Register.EWRPTL, (pointer + 1) & (Size - 1));
        }

        _ram[pointer] = value;
    }

    /// <summary>The next address for every access to the receive buffer. It wraps by an exact comparison with ERXND.</summary>
    public int NextInReceiveBuffer(int address)
    {
        return address == registers.Word(Register.ERXNDL) ? registers.Word(Register.ERXSTL) : (address + 1) & (Size - 1);
    }

    /// <summary>The Internet checksum of bytes that follow each other as in the receive buffer. An odd byte is padded with 0 (§13.2).</summary>
    public int Checksum(int start, int count)
    {
        long sum = 0;
        int address = start;
        for (int i = 0; i < count; i++)
        {
            sum += (i & 1) == 0 ? _ram[address] << 8 : _ram[address];
            address = NextInReceiveBuffer(address);
        }

        return InternetChecksum.Fold(sum);
    }
}
