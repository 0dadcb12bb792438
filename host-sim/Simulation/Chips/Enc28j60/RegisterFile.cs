// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Chips.Enc28j60;

/// <summary>The values of the control registers. Reading and writing as the host sees it, with its effects, is <see cref="RegisterAccess"/>.</summary>
internal sealed class RegisterFile
{
    private readonly byte[] _values = new byte[RegisterMap.Count];

    public byte this[int register]
    {
        get => _values[register];
        set => _values[register] = value;
    }

    public bool Has(int register, int bits) => (_values[register] & bits) != 0;

    public void Set(int register, int bits) => _values[register] |= (byte)bits;

    public void Clear(int register, int bits) => _values[register] &= (byte)~bits;

    public int Word(int low) => _values[low] | (_values[low + 1] << 8);

    public void SetWord(int low, int value)
    {
        _values[low] = (byte)value;
        _values[low + 1] = (byte)(value >> 8);
    }

    /// <summary>The station address in the order of the wire; the registers have an order of their own (DS39662 table 3-1).</summary>
    public byte StationAddress(int octet)
    {
        return octet switch
        {
            0 => _values[Register.MAADR1],
            1 => _values[Register.MAADR2],
            2 => _values[Register.MAADR3],
            3 => _values[Register.MAADR4],
            4 => _values[Register.MAADR5],
            _ => _values[Register.MAADR6],
        };
    }

    public void Reset(byte revision)
    {
        for (int i = 0; i < _values.Length; i++)
        {
            _values[i] = RegisterMap.ResetValue(i);
        }

        _values[Register.EREVID] = revision;
    }
}
