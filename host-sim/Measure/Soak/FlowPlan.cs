// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Seeds;

namespace NanoTcp.Measure.Soak;

/// <summary>The plan of an application for its end of a connection.</summary>
internal sealed record FlowPlan
{
    public int ToSend { get; init; }

    public int WriteChunk { get; init; }

    public int WriteEveryMs { get; init; }

    public int ReadChunk { get; init; }

    /// <summary>0: whenever something has arrived.</summary>
    public int ReadEveryMs { get; init; }

    /// <summary>The number of bytes after which it stops reading.</summary>
    public int StopsReadingAt { get; init; }

    /// <summary>For how long; long.MaxValue: for good.</summary>
    public long StopsReadingForMs { get; init; }

    public FlowEnd End { get; init; }

    /// <summary>The time of the end, for ends that have one.</summary>
    public int EndAfterMs { get; init; }

    /// <summary>The number of bytes after which it shuts down receiving.</summary>
    public int ShutsReceivingAt { get; init; }

    /// <summary>For how long it corks the connection.</summary>
    public int CorksForMs { get; init; }

    /// <summary>Every how many writes is urgent; 0: none.</summary>
    public int UrgentEvery { get; init; }

    /// <summary>One read in so many discards the arrived text; 0: none.</summary>
    public int SkipsEvery { get; init; }

    /// <summary>Whether it peeks at text before it reads it.</summary>
    public bool Peeks { get; init; }

    /// <summary>When it changes the connection's options; int.MaxValue: never.</summary>
    public int ChangesOptionsAfterMs { get; init; }

    public static FlowPlan Draw(SplitMix64 random, int longest)
    {
        int[] chunks = [1, 8, 100, 536, 1000, 1460, 4096];
        int toSend = random.Below(10) switch
        {
            0 => 0,
            < 5 => ByteStream.HeaderLength + random.Below(300),
            < 8 => ByteStream.HeaderLength + random.Below(5000),
            _ => ByteStream.HeaderLength + random.Below(longest),
        };
        bool slowWriter = random.Chance(0.2);
        bool slowReader = random.Chance(0.2);
        return new FlowPlan
        {
            ToSend = Math.Min(toSend, longest),
            WriteChunk = slowWriter ? chunks[random.Below(chunks.Length)] : 4096,
            WriteEveryMs = slowWriter ? 1 + random.Below(500) : 0,
            ReadChunk = slowReader ? chunks[random.Below(chunks.Length)] : 4096,
            ReadEveryMs = slowReader ? 5 + random.Below(500) : 0,
            StopsReadingAt = random.Chance(0.2) ? random.Below(3000) : int.MaxValue,
            StopsReadingForMs = random.Chance(0.3) ? long.MaxValue : 100 + random.Below(20_000),
            End = (FlowEnd)(random.Chance(0.6) ? (int)FlowEnd.AfterBoth : random.Below((int)FlowEnd.Never + 1)),
            EndAfterMs = random.Below(8000),
            ShutsReceivingAt = random.Chance(0.03) ? random.Below(2000) : int.MaxValue,
            CorksForMs = random.Chance(0.1) ? 1 + random.Below(1000) : 0,
            UrgentEvery = random.Chance(0.1) ? 1 + random.Below(4) : 0,
            SkipsEvery = random.Chance(0.1) ? 1 + random.Below(4) : 0,
            Peeks = random.Chance(0.1),
            ChangesOptionsAfterMs = random.Chance(0.1) ? random.Below(4000) : int.MaxValue,
        };
    }
}
