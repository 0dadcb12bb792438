// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Wire;

/// <summary>The faults of a wire. Probabilities are per frame, between 0 and 1; times are in milliseconds.</summary>
public sealed record WireFaults
{
    /// <summary>Probability that a frame does not arrive.</summary>
    public double Loss { get; init; }

    /// <summary>Probability that a frame arrives twice.</summary>
    public double Duplicate { get; init; }

    /// <summary>Probability that a frame is held back, so that later ones overtake it.</summary>
    public double Reorder { get; init; }

    /// <summary>Probability that one bit of a frame is flipped.</summary>
    public double Corrupt { get; init; }

    /// <summary>The time every frame takes.</summary>
    public int DelayMs { get; init; }

    /// <summary>At most this much more, evenly distributed. Jitter alone keeps the order of one sender's frames.</summary>
    public int JitterMs { get; init; }

    /// <summary>The seed of all faults. The same seed and the same frames give the same faults.</summary>
    public ulong Seed { get; init; }

    /// <summary>Whether the wire leaves frames whole and in order.</summary>
    public bool AreNone => Loss == 0 && Duplicate == 0 && Reorder == 0 && Corrupt == 0 && DelayMs == 0 && JitterMs == 0;
}
