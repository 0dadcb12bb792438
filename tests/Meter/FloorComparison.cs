// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Metering;

namespace NanoTcp.Meter;

/// <summary>A step of the stack beside the least that it can take on the device: protocol, chip and API, and nothing else.</summary>
public sealed class FloorComparison
{
    private const int FullSegmentBudget = 900;
    private const int AckReceivedBudget = 600;
    private const int AckSentBudget = 500;
    private const int GetBudget = 12_000;

    // Its sum is over the text of the GET, which the budget is for.
    private const string Answered = "request answered";

    private readonly string _scenario;
    private readonly bool _besidesChecksum;
    private readonly (string Step, int Times)[] _parts;

    private FloorComparison(string scenario, string step, int budget, bool besidesChecksum, params (string Step, int Times)[] parts)
    {
        _scenario = scenario;
        Step = step;
        Budget = budget;
        _besidesChecksum = besidesChecksum;
        _parts = parts;
    }

    /// <summary>The steps that have a budget. The GET's floor is composed: five frames in, three out, the request parsed and the answer copied.</summary>
    public static IReadOnlyList<FloorComparison> All { get; } =
    [
        new("receive", "full segment received and delivered", FullSegmentBudget, true, ("full segment received and delivered", 1)),
        new("send", "full segment sent", FullSegmentBudget, true, ("full segment sent", 1)),
        new("send", "pure ACK received", AckReceivedBudget, false, ("pure ACK received", 1)),
        new("ack", "pure ACK sent", AckSentBudget, false, ("pure ACK sent", 1)),
        new(
            "http",
            "whole HTTP GET of the sensors",
            GetBudget,
            false,
            ("pure ACK received", 4),
            ("full segment received and delivered", 1),
            ("pure ACK sent", 2),
            ("full segment sent", 1),
            (Answered, 1)),
    ];

    /// <summary>The stack's step.</summary>
    public string Step { get; }

    /// <summary>The IL instructions that it may take.</summary>
    public int Budget { get; }

    /// <summary>Runs the floor's steps on a link.</summary>
    public static IReadOnlyList<Measurement> RunFloor(MeterSession session, string link)
    {
        return session.Run(Scenarios.Catalog.Floor, link);
    }

    /// <summary>Runs the stack's step on a link.</summary>
    public Measurement RunStack(MeterSession session, string link)
    {
        return session.Run(_scenario, link).Single(measured => measured.Step == Step);
    }

    /// <summary>The part of the stack's measurement that the budget limits.</summary>
    public double Stack(Measurement measured)
    {
        return Stack(measured, _ => true);
    }

    /// <summary>The floor. The sum over a full segment's text is never in it, that over the GET's text is.</summary>
    public double Floor(IReadOnlyList<Measurement> steps)
    {
        return Floor(steps, _ => true);
    }

    /// <summary>The floor by area.</summary>
    public double Floor(IReadOnlyList<Measurement> steps, Func<ProfileRow, bool> area)
    {
        return _parts.Sum(part =>
        {
            Measurement measured = steps.Single(step => step.Step == part.Step);
            return part.Times * measured.Mean(measured.Total.Rows.Where(row => IsCounted(measured, row) && area(row)).Sum(row => row.Ops));
        });
    }

    /// <summary>The stack by area.</summary>
    public double Stack(Measurement measured, Func<ProfileRow, bool> area)
    {
        return measured.Mean(measured.Total.Rows.Where(row => (!_besidesChecksum || !row.IsChecksum) && area(row)).Sum(row => row.Ops));
    }

    private static bool IsCounted(Measurement measured, ProfileRow row)
    {
        return !row.IsChecksum || measured.Step == Answered;
    }
}
