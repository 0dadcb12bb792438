// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Wire;

namespace NanoTcp.Simulation.Wire;

/// <summary>Decides what a wire does to each frame.</summary>
public abstract class WireModel
{
    /// <summary>The fate of one frame and its delay. A corrupted frame's bytes are changed here.</summary>
    public abstract FrameFate Decide(long now, int sender, byte[] data, int length, out int delayMs);

    /// <summary>
    /// Ethernet's check sequence catches every flipped bit on the wire. Bits that flip elsewhere, in a switch or on the bus to the controller, reach
    /// protocols with a checksum. ARP has none, so here a corrupted ARP frame is lost, as on a real wire.
    /// </summary>
    protected static bool HasChecksum(byte[] data)
    {
        return BigEndian.ReadUInt16(data, EthernetHeader.EtherType) == EthernetHeader.TypeIPv4;
    }

    /// <summary>Flips a bit, counted from the end of the Ethernet header.</summary>
    protected static void FlipBit(byte[] data, int bit)
    {
        data[EthernetHeader.Length + (bit >> 3)] ^= (byte)(1 << (bit & 7));
    }
}
