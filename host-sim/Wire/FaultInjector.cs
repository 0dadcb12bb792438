// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Wire;

namespace NanoTcp.HostSim.Wire;

/// <summary>Decides from a seed what happens to each frame.</summary>
internal sealed class FaultInjector(WireFaults faults)
{
    /// <summary>How much longer a reordered frame takes. A burst is sent within one millisecond, so this lets the rest of it pass.</summary>
    public const int ReorderDelayMs = 5;

    private readonly SplitMix64 _random = new(faults.Seed);

    /// <summary>
    /// The fate of one frame, whose bytes are changed if they are to be corrupted. The number of draws per frame is always the same, so
    /// that changing the probability of one fault leaves the others where they were.
    /// </summary>
    public FrameFate Decide(byte[] data, int offset, int length, out int delayMs)
    {
        bool lost = _random.Chance(faults.Loss);
        bool duplicated = _random.Chance(faults.Duplicate);
        bool reordered = _random.Chance(faults.Reorder);
        bool corrupted = _random.Chance(faults.Corrupt);
        delayMs = faults.DelayMs + _random.Below(faults.JitterMs + 1);
        int bit = _random.Below((length - EthernetHeader.Length) * 8);

        // The check sequence of Ethernet catches every flipped bit. Flips that slip past it, in a switch or on the bus to the
        // controller, are shown to protocols that have a checksum for them; ARP has none, so there the frame is lost, as on a real wire.
        bool hasChecksum = BigEndian.ReadUInt16(data, offset + EthernetHeader.EtherType) == EthernetHeader.TypeIPv4;
        if (lost || (corrupted && !hasChecksum))
        {
            return FrameFate.Lost;
        }

        FrameFate fate = FrameFate.Delivered;
        if (corrupted)
        {
            data[offset + EthernetHeader.Length + (bit >> 3)] ^= (byte)(1 << (bit & 7));
            fate |= FrameFate.Corrupted;
        }

        if (duplicated)
        {
            fate |= FrameFate.Duplicated;
        }

        if (reordered)
        {
            fate |= FrameFate.Reordered;
            delayMs += ReorderDelayMs;
        }

        return fate;
    }
}
