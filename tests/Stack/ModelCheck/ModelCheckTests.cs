// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tests.Docs;

namespace NanoTcp.Tests.Stack.ModelCheck;

/// <summary>
/// Everything that can happen between two stacks while a connection opens and closes, up to a number of faults. Each search covers all of it. It
/// shows that no frame, timer or call breaks a rule of <see cref="World"/>, and that every scenario ends.
/// </summary>
[Trait(Speed.Trait, Speed.Slow)]
public class ModelCheckTests
{
    /// <summary>Set to "losses,duplicates,delays", it searches all scenarios up to these instead.</summary>
    private const string Deeper = "NANOTCP_MODEL_BOUNDS";

    [Theory]
    [MemberData(nameof(Searches))]
    public void Every_way_ends_and_nothing_is_left(string name, int losses, int duplicates, int delays)
    {
        Scenario scenario = Array.Find(Scenarios.All, scenario => scenario.Name == name)!;
        ModelReport report = new ModelChecker(scenario, new Bounds(losses, duplicates, delays)).Run();
        TestContext.Current.TestOutputHelper!.WriteLine(
            $"{name}, losses {losses}, duplicates {duplicates}, delays {delays}: {report.States} states, {report.Transitions} transitions, {report.Ends} ends");
        Assert.NotEqual(0, report.Ends);
        if (Environment.GetEnvironmentVariable(Deeper) == null)
        {
            string[] row = Assert.Single(MarkdownTable.Read("model-check.md", "## How much"), row => row[0] == name && row[1] == $"({losses}, {duplicates}, {delays})");
            Assert.Equal([report.States, report.Transitions, report.Ends], row[2..].Select(MarkdownTable.Number));
        }
    }

    public static TheoryData<string, int, int, int> Searches()
    {
        TheoryData<string, int, int, int> searches = [];
        string? deeper = Environment.GetEnvironmentVariable(Deeper);
        if (deeper != null)
        {
            int[] bounds = Array.ConvertAll(deeper.Split(','), int.Parse);
            foreach (Scenario scenario in Scenarios.All)
            {
                searches.Add(scenario.Name, bounds[0], bounds[1], bounds[2]);
            }

            return searches;
        }

        foreach (Scenario scenario in Scenarios.All)
        {
            foreach (Bounds bounds in scenario.Bounds)
            {
                searches.Add(scenario.Name, bounds.Losses, bounds.Duplicates, bounds.Delays);
            }
        }

        return searches;
    }
}
