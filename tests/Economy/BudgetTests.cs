// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Meter;
using NanoTcp.Metering;
using NanoTcp.Metering.Prices;

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

    // With all that the platform does: SPI, and INT while it reports frames.
    [Theory]
    [InlineData("w5500")]
    [InlineData("enc28j60")]
    public void In_traffic_a_segment_takes_900_at_most_and_an_acknowledgment_600_and_neither_makes_more_than_192_bytes_of_garbage(string link)
    {
        Measurement segment = Measure("receive", link).Single(one => one.Step == "full segment received and delivered");
        Measurement acknowledgment = Measure("send", link).Single(one => one.Step == "pure ACK received");

        Assert.InRange(segment.OpsBesidesChecksum, 1, 900);
        Assert.InRange(acknowledgment.Ops, 1, 600);
        Assert.All([segment, acknowledgment], one => Assert.InRange(one.Mean(one.Total.Bytes), 0, 192));
    }

    // A pulse of INT has two edges. The platform brings both to the driver, which only asks for the falling one.
    [Theory]
    [InlineData("w5500")]
    [InlineData("enc28j60")]
    public void A_segment_that_wakes_the_board_costs_two_edges_and_one_in_traffic_none(string link)
    {
        Assert.Equal((2, 2 * 208), EdgesOf("wake", "full segment wakes the board"));
        Assert.Equal((0, 0), EdgesOf("receive", "full segment received and delivered"));

        (long Times, long Ops) EdgesOf(string scenario, string step)
        {
            Measurement measured = Measure(scenario, link).Single(one => one.Step == step);
            IEnumerable<ProfileRow> edges = measured.Total.Rows.Where(row => row.Method == FrameworkPrice.Edge);
            return (edges.Sum(row => row.Calls) / measured.Repetitions, edges.Sum(row => row.Ops) / measured.Repetitions);
        }
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
