// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Chips.Enc28j60;

/// <summary>The CRC-32 of IEEE 802.3 §3.2.9, as a frame check sequence and as the hash of the hash table filter.</summary>
internal static class EthernetCrc
{
    public const int Length = 4;

    private static readonly uint[] s_table = MakeTable();

    /// <summary>The check sequence; it goes on the wire low byte first.</summary>
    public static uint Compute(ReadOnlySpan<byte> frame) => ~Remainder(frame);

    public static void Write(byte[] frame, int length)
    {
        uint fcs = Compute(frame.AsSpan(0, length));
        for (int i = 0; i < Length; i++)
        {
            frame[length + i] = (byte)(fcs >> (8 * i));
        }
    }

    /// <summary>Whether the last four bytes are the check sequence of those before.</summary>
    public static bool IsValid(ReadOnlySpan<byte> frameWithFcs)
    {
        // The remainder over a frame and its own check sequence is always the same.
        return Remainder(frameWithFcs) == 0xDEBB20E3;
    }

    /// <summary>
    /// The bit of EHT (64 bits) for an address. Its number is bits 28:23 of the CRC register, shifted towards its most significant bit and without
    /// the final inversion. DS39662 §8.4 specifies neither; drivers agree on this.
    /// </summary>
    public static int HashIndex(ReadOnlySpan<byte> address) => (int)(Reverse(Remainder(address)) >> 23) & 0x3F;

    /// <summary>The CRC register in the order in which <see cref="HashIndex"/> takes its bits.</summary>
    public static uint HashRegister(ReadOnlySpan<byte> address) => Reverse(Remainder(address));

    private static uint Remainder(ReadOnlySpan<byte> data)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte b in data)
        {
            crc = s_table[(byte)(crc ^ b)] ^ (crc >> 8);
        }

        return crc;
    }

    private static uint Reverse(uint value)
    {
        uint reversed = 0;
        for (int i = 0; i < 32; i++)
        {
            reversed = (reversed << 1) | ((value >> i) & 1);
        }

        return reversed;
    }

    private static uint[] MakeTable()
    {
        uint[] table = new uint[256];
        for (uint i = 0; i < 256; i++)
        {
            uint crc = i;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }

            table[i] = crc;
        }

        return table;
    }
}
