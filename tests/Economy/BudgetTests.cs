// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Meter;

namespace NanoTcp.Tests.Economy;

/// <summary>
/// The instructions that the device executes for a segment, a frame or a request stay within their budget, and so does the garbage that it makes. The
/// platform's part is included. All is counted, so there is no noise.
/// </summary>
public sealed class BudgetTests
{
    // The first has the steps of another scenario. The second has no budget.
    private static readonly string[] s_details = ["http-steps", "retransmit"];

    private static readonly MeterSession s_session = new();
    private static readonly Dictionary<(string Scenario, string Link), IReadOnlyList<Measurement>> s_measured = [];

    public static TheoryData<string, string> Scenarios
    {
        get
        {
            TheoryData<string, string> all = [];
            foreach (string scenario in MeterSession.Scenarios.Except(s_details))
            {
                foreach (string link in MeterSession.Links.Where(link => Budgets.All.Any(budget => budget.Scenario == scenario && budget.On(link) > 0)))
                {
                    all.Add(scenario, link);
                }
            }

            return all;
        }
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void A_scenario_stays_within_its_budget(string scenario, string link)
    {
        IReadOnlyList<Measurement> measured = Measure(scenario, link);

        IEnumerable<Budget> budgets = Budgets.All.Where(budget => budget.Scenario == scenario);
        Assert.Equal(budgets.Select(budget => budget.Step).Order(), measured.Select(measurement => measurement.Step).Order());
        Assert.All(measured, measurement =>
        {
            Budget budget = budgets.Single(budget => budget.Step == measurement.Step);
            Assert.InRange(budget.Spent(measurement), 1, budget.On(link));
        });
    }

    [Theory]
    [MemberData(nameof(Scenarios))]
    public void A_scenario_makes_no_more_garbage_than_its_budget(string scenario, string link)
    {
        Assert.All(Measure(scenario, link), measurement =>
        {
            Budget budget = Budgets.All.Single(budget => budget.Step == measurement.Step);
            Assert.InRange(measurement.Mean(measurement.Total.Bytes), 0, budget.GarbageOn(link));
        });
    }

    // Most acknowledgments are of this kind (RFC 9293 §3.8.6.3). One that the timer sends also has the timer's work and the polls before it.
    [Theory]
    [InlineData("core")]
    [InlineData("w5500")]
    [InlineData("enc28j60")]
    public void To_acknowledge_a_second_segment_takes_500_at_most(string link)
    {
        IReadOnlyList<Measurement> measured = Measure("receive", link);
        double received = measured.Single(one => one.Step == "full segment received and delivered").OpsBesidesChecksum;
        double acknowledged = measured.Single(one => one.Step == "full segment received and delivered, ACK sent").OpsBesidesChecksum;

        Assert.InRange(acknowledged - received, 1, 500);
    }

    [Fact]
    public void The_same_scenario_always_costs_the_same()
    {
        Assert.Equal(s_session.Run("http", "w5500").Select(Figures), new MeterSession().Run("http", "w5500").Select(Figures));
    }

    private static IReadOnlyList<Measurement> Measure(string scenario, string link)
    {
        if (!s_measured.TryGetValue((scenario, link), out IReadOnlyList<Measurement>? measured))
        {
            measured = s_session.Run(scenario, link);
            s_measured.Add((scenario, link), measured);
        }

        return measured;
    }

    private static (string Step, double Ops, long Bytes, double Instructions) Figures(Measurement measured)
    {
        return (measured.Step, measured.Ops, measured.Total.Bytes, measured.Total.Instructions);
    }
}
