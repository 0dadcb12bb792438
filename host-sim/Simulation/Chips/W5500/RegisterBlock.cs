// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Chips.W5500;

/// <summary>A block of byte registers: their values, and what a write of the host does to them.</summary>
internal sealed class RegisterBlock(string name, int size, Rules rules)
{
    private readonly byte[] _values = new byte[size];
    private readonly byte[] _resetValues = new byte[size];
    private readonly byte[] _masks = new byte[size];
    private readonly RegisterAccess[] _access = new RegisterAccess[size];

    /// <summary>The chip's side: a value regardless of access and mask.</summary>
    public byte this[int offset]
    {
        get => _values[offset];
        set => _values[offset] = value;
    }

    /// <summary>Registers of consecutive offsets, as many as there are reset values. Undefined registers are reserved.</summary>
    public void Define(int offset, RegisterAccess access, byte mask, params ReadOnlySpan<byte> resetValues)
    {
        resetValues.CopyTo(_resetValues.AsSpan(offset));
        resetValues.CopyTo(_values.AsSpan(offset));
        _masks.AsSpan(offset, resetValues.Length).Fill(mask);
        _access.AsSpan(offset, resetValues.Length).Fill(access);
    }

    public void Reset()
    {
        _resetValues.CopyTo(_values, 0);
    }

    /// <summary>A big-endian register of two bytes.</summary>
    public int Read16(int offset)
    {
        return (_values[offset] << 8) | _values[offset + 1];
    }

    public void Write16(int offset, int value)
    {
        _values[offset] = (byte)(value >> 8);
        _values[offset + 1] = (byte)value;
    }

    /// <summary>A read of the host. Reserved registers read as zero, so that a burst may cross them.</summary>
    public byte HostRead(int offset)
    {
        return offset < size ? _values[offset] : (byte)0;
    }

    /// <summary>A write of the host; false when it went to a register that cannot be written and was ignored.</summary>
    public bool HostWrite(int offset, byte value)
    {
        RegisterAccess access = offset < size ? _access[offset] : RegisterAccess.Reserved;
        switch (access)
        {
            case RegisterAccess.ReadWrite:
                int mask = _masks[offset];
                _values[offset] = (byte)((_values[offset] & ~mask) | (value & mask));
                return true;

            case RegisterAccess.WriteOneToClear:
                _values[offset] &= (byte)~(value & _masks[offset]);
                return true;

            case RegisterAccess.ReadOnly:
                return false;

            default:
                rules.Violate($"write of 0x{value:X2} to the reserved {name} 0x{offset:X4} (data sheet 3.1, 3.2).");
                return false;
        }
    }
}
