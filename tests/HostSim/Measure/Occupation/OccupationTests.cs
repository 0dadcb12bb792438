// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Measure.Occupation;
using NanoTcp.Tests.Docs;

namespace NanoTcp.Tests.HostSim.Measure.Occupation;

/// <summary>A visitor is served, whoever occupies the default board. In virtual time: the same figures on every machine.</summary>
[Trait(Speed.Trait, Speed.Slow)]
public class OccupationTests
{
    // Milliseconds.
    private const int UsualWait = 300;
    private const int LongestWait = 2000;

    // A client that connects and sends nothing has three seconds, because its request may have been lost.
    private static readonly string[] s_spared = ["silent-8", "silent-20"];

    // There are as many as can be under way, and all of them make progress.
    private static readonly string[] s_busy = ["silent-20", "unread-12", "download-12"];

    public static TheoryData<string> Names => [.. OccupationCatalog.All.Select(scenario => scenario.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_visitor_is_always_served_and_soon(string name)
    {
        OccupationScenario scenario = OccupationCatalog.All.Single(scenario => scenario.Name == name);

        OccupationResult result = scenario.Run();

        Assert.InRange(result.Visits, 37, int.MaxValue);
        Assert.Equal(result.Visits, result.Served);
        Assert.InRange(result.Median, 1, s_busy.Contains(name) ? 2 * UsualWait + 50 : UsualWait);
        Assert.InRange(result.Longest, 1, s_spared.Contains(name) ? 3000 : LongestWait);
        if (scenario.OccupiersVisit)
        {
            Assert.InRange(result.Percentile95, 1, UsualWait);
        }

        string[] shown = MarkdownTable.Read("robustness.md", "## Occupation").Single(row => row[0] == name);
        Assert.Equal(scenario.Input, shown[1]);
        Assert.Equal([result.Visits, result.Served], shown[2..4].Select(MarkdownTable.Number));
    }
}
