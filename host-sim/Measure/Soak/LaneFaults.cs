// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Seeds;

namespace NanoTcp.Measure.Soak;

/// <summary>The faults of the wire for the frames of one sender.</summary>
internal sealed class LaneFaults
{
    public double Loss { get; init; }

    public double BurstBegins { get; init; }

    public double BurstEnds { get; init; }

    public double Duplicate { get; init; }

    public double Reorder { get; init; }

    public double Corrupt { get; init; }

    public int DelayMs { get; init; }

    public int JitterMs { get; init; }

    /// <summary>Microseconds that a byte takes; 0: no limit.</summary>
    public double MicrosecondsPerByte { get; init; }

    /// <summary>The longest wait of a frame for those before it. Beyond that it is lost.</summary>
    public int QueueMs { get; init; }

    /// <summary>The longest that a frame that arrives can take.</summary>
    public int SlowestMs => DelayMs + JitterMs + QueueMs + SoakFaults.ReorderMs + (int)(1600 * MicrosecondsPerByte / 1000);

    public static LaneFaults Draw(SplitMix64 random, bool isClean)
    {
        double[] slow = [0, 0.8, 8, 80];
        bool harsh = !isClean && random.Chance(0.7);
        double Maybe(double chance, double[] values) => harsh && random.Chance(chance) ? values[random.Below(values.Length)] : 0;
        return new LaneFaults
        {
            Loss = Maybe(0.5, [0.01, 0.03, 0.1, 0.3]),
            BurstBegins = Maybe(0.2, [0.005, 0.02, 0.05]),
            BurstEnds = 0.1 + random.Below(4) * 0.1,
            Duplicate = Maybe(0.3, [0.01, 0.1, 0.5]),
            Reorder = Maybe(0.4, [0.01, 0.1, 0.3]),
            Corrupt = Maybe(0.3, [0.01, 0.05, 0.2]),
            DelayMs = random.Chance(0.1) ? 0 : 1 + random.Below(random.Chance(0.2) ? 150 : 20),
            JitterMs = (int)Maybe(0.4, [2, 10, 60]),
            MicrosecondsPerByte = isClean ? 0 : slow[random.Below(slow.Length)],
            QueueMs = 100 + random.Below(1000),
        };
    }
}
