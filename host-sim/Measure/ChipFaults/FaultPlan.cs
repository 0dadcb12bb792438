// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using NanoTcp.Simulation.Seeds;

namespace NanoTcp.Measure.ChipFaults;

/// <summary>The plan of a seed: the kind of fault, its time and strength, and the properties of the board's clock.</summary>
internal sealed class FaultPlan
{
    /// <summary>
    /// The time until the board must serve again, in milliseconds from the end of the fault, or from its beginning when it does not end. The driver
    /// compares the chip's registers every 15 s and then sets the chip up anew, and the link has to come up.
    /// </summary>
    public const int ServesAgainMs = 20_000;

    /// <summary>After that the board must serve for so many milliseconds.</summary>
    public const int StableMs = 16_000;

    /// <summary>The length of a fault that does not end: longer than any simulation.</summary>
    public const long ForEver = long.MaxValue / 2_000_000;

    public const int LongestJumpMs = 3_600_000;

    private const int WarmUpMs = 1_500;

    private static readonly ChipFault[] s_all = Enum.GetValues<ChipFault>();
    private static readonly int[] s_steps = [1, 10, 16];

    public FaultPlan(ulong seed)
    {
        Seed = seed;

        // Neighbouring seeds must not give similar plans, but each kind gets its turn.
        SplitMix64 random = new(seed * 0xD1342543DE82EF95 + 1);
        Fault = s_all[(int)(seed % (ulong)s_all.Length)];
        bool lasts = Fault is ChipFault.DeadInterrupt or ChipFault.StuckInterrupt or ChipFault.LostEdges && random.Chance(0.5);
        bool isFromStart = Fault == ChipFault.AbsentAtStart || random.Chance(0.25);
        BeginsMs = isFromStart ? 0 : WarmUpMs + random.Below(6_000);
        LengthMs = lasts ? ForEver : random.Chance(0.8) ? 1 + random.Below(2_000) : 1 + random.Below(8_000);

        // From one in ten to one in ten thousand.
        Rate = Math.Pow(10, -1 - 3 * (random.Below(1_000) / 1_000.0));
        ClockStepMs = s_steps[random.Below(s_steps.Length)];
        TransactionNanoseconds = 10_000 + random.Below(50_000);
        JumpMs = random.Chance(0.2) ? random.Below(2 * LongestJumpMs) - LongestJumpMs : 0;
        JumpsAtMs = random.Below((int)Math.Min(BeginsMs + LengthMs, 10_000) + 1);
        Seeds = new SplitMix64(random.Next());
    }

    public ulong Seed { get; }

    public ChipFault Fault { get; init; }

    public long BeginsMs { get; }

    /// <summary>How long the fault lasts, or <see cref="ForEver"/>.</summary>
    public long LengthMs { get; init; }

    public bool Ends => LengthMs < ForEver;

    /// <summary>The probability for each byte, transfer or frame.</summary>
    public double Rate { get; }

    /// <summary>The steps of the board's clock.</summary>
    public int ClockStepMs { get; }

    /// <summary>The cost of an SPI transfer besides its bytes.</summary>
    public long TransactionNanoseconds { get; }

    /// <summary>The size of the board's clock jumps, forward or back.</summary>
    public long JumpMs { get; }

    public long JumpsAtMs { get; }

    /// <summary>From when on every request has to be served.</summary>
    public long JudgedFromMs => BeginsMs + (Ends ? LengthMs : 0) + ServesAgainMs;

    /// <summary>Gives each part of the running simulation its own generator.</summary>
    public SplitMix64 Seeds { get; }

    public override string ToString()
    {
        string end = Ends ? string.Create(CultureInfo.InvariantCulture, $"for {LengthMs} ms") : "for ever";
        string jump = JumpMs != 0 ? string.Create(CultureInfo.InvariantCulture, $", which jumps by {JumpMs} ms at {JumpsAtMs} ms") : "";
        return string.Create(CultureInfo.InvariantCulture, $"{Fault} from {BeginsMs} ms {end}, rate {Rate:G2}; a clock of {ClockStepMs} ms{jump}");
    }
}
