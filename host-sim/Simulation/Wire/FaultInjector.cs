// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Seeds;
using NanoTcp.Wire;

namespace NanoTcp.Simulation.Wire;

/// <summary>Decides from a seed what happens to each frame.</summary>
/// <param name="faults">The faults from the start, and the seed.</param>
public sealed class FaultInjector(WireFaults faults) : WireModel
{
    /// <summary>How much longer a reordered frame takes. A burst is sent within one millisecond, so this lets the rest of it pass.</summary>
    public const int ReorderDelayMs = 5;

    private readonly SplitMix64 _random = new(faults.Seed);

    /// <summary>The faults of the frames from now on. The seed stays what it was.</summary>
    public WireFaults Faults { get; set; } = faults;

    /// <inheritdoc/>
    /// <remarks>The number of draws per frame is always the same. So a change of one probability leaves the other faults in their places.</remarks>
    public override FrameFate Decide(long now, int sender, byte[] data, int length, out int delayMs)
    {
        bool lost = _random.Chance(Faults.Loss);
        bool duplicated = _random.Chance(Faults.Duplicate);
        bool reordered = _random.Chance(Faults.Reorder);
        bool corrupted = _random.Chance(Faults.Corrupt);
        delayMs = Faults.DelayMs + _random.Below(Faults.JitterMs + 1);
        int bit = _random.Below((length - EthernetHeader.Length) * 8);

        if (lost || (corrupted && !HasChecksum(data)))
        {
            return FrameFate.Lost;
        }

        FrameFate fate = FrameFate.Delivered;
        if (corrupted)
        {
            FlipBit(data, bit);
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
