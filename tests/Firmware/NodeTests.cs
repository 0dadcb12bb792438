// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.SensorNode;
using NanoTcp.Tests.Drivers;

namespace NanoTcp.Tests.Firmware;

/// <summary>A node goes on and serves again, whatever its bus, its driver or its sensors throw.</summary>
[Trait(Speed.Trait, Speed.Slow)]
public sealed class NodeTests
{
    private const int Patience = 30_000;

    public static TheoryData<string> Boards => ["w5500", "enc28j60"];

    [Theory]
    [MemberData(nameof(Boards))]
    public void A_node_starts_its_controller_and_serves(string controller)
    {
        using NodeBench bench = new(Make(controller), new BreakingClock());

        Assert.StartsWith("HTTP/1.1 200 OK", bench.Get("/", Patience), StringComparison.Ordinal);
        Assert.Equal((0, 0), (bench.Node.Failures, bench.Node.Restarts));
    }

    // Every call of the bus fails once, from the first of the start to those of the answer. In some runs several in a row fail.
    [Theory]
    [MemberData(nameof(Boards))]
    public void A_bus_that_throws_at_any_call_costs_a_restart_and_no_more(string controller)
    {
        BreakingClock whole = new();
        using (NodeBench bench = new(Make(controller), whole))
        {
            Assert.NotNull(bench.Get("/bytes/3000", Patience));
        }

        for (int call = 1; call <= whole.Calls; call += call < 60 ? 1 : 5)
        {
            using NodeBench bench = new(Make(controller), new BreakingClock { BreaksAt = call, BreaksFor = 1 + call % 4 });
            bench.Get("/bytes/3000", Patience);

            Assert.True(bench.Clock.Calls >= call, $"call {call}");
            Assert.True(bench.Get("/api/sensors", Patience) is { } answer && answer.StartsWith("HTTP/1.1 200 OK", StringComparison.Ordinal), $"call {call}");
            Assert.InRange(bench.Node.Failures, 1, 4);
            Assert.InRange(bench.Node.Restarts, 1, bench.Node.Failures);
        }
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void What_was_under_way_when_the_bus_threw_arrives_all_the_same(string controller)
    {
        using NodeBench bench = new(Make(controller), new BreakingClock());
        Assert.NotNull(bench.Get("/", Patience));

        for (int call = 1; call < 100; call += 3)
        {
            bench.Clock.BreaksAt = bench.Clock.Calls + call;

            Assert.True(bench.Get("/bytes/3000", 120_000) is { } answer && answer.Length > 3000, $"call {call}");
        }
    }

    [Fact]
    public void A_bus_that_is_broken_for_a_day_is_tried_ever_less_often_and_used_when_it_works_again()
    {
        using NodeBench bench = new(new Esp32DevKitC(), new BreakingClock());
        Assert.NotNull(bench.Get("/", Patience));
        bench.Clock.BreaksAt = bench.Clock.Calls + 1;
        bench.Clock.BreaksFor = int.MaxValue;

        List<long> pauses = [];
        int failures = 0;
        for (int turn = 0; turn < 10_000 && pauses.Count < 20; turn++)
        {
            bench.Step();
            if (bench.Node.Failures > failures)
            {
                failures = bench.Node.Failures;
                pauses.Add(bench.Due - bench.TurnedAt);
                bench.Clock.WaitUntil(bench.Due * 1_000_000);
            }
        }

        Assert.Equal([100, 200, 400, 800, 1600, 3200, 6400, 10_000, 10_000], pauses.Take(9));
        Assert.Equal(0, bench.Node.Restarts);

        bench.Clock.BreaksFor = 0;
        Assert.NotNull(bench.Get("/", Patience));
        Assert.Equal(1, bench.Node.Restarts);

        // Long quiet, then a failure: a first one again.
        bench.Run(Node.Settled + 1000);
        bench.Clock.BreaksAt = bench.Clock.Calls + 1;
        bench.Clock.BreaksFor = 1;
        failures = bench.Node.Failures;
        while (bench.Node.Failures == failures)
        {
            bench.Step();
        }

        Assert.Equal(Node.FirstPause, bench.Due - bench.TurnedAt);
    }

    // The pin of RST is taken, so the constructor throws each time. It must not block the other pins for a later try.
    [Fact]
    public void A_node_whose_hardware_cannot_be_opened_tries_again_until_it_can()
    {
        Board board = new Esp32DevKitC();
        using NodeBench bench = new(board, new BreakingClock());
        System.Device.Gpio.GpioPin taken = new System.Device.Gpio.GpioController().OpenPin(board.Wiring.Reset, System.Device.Gpio.PinMode.Input);

        bench.Run(30_000);
        int failures = bench.Node.Failures;
        Assert.InRange(failures, 5, 12);

        taken.Dispose();
        Assert.NotNull(bench.Get("/", Patience));
        Assert.Equal(failures, bench.Node.Failures);
    }

    // A frame that wakes nobody waits for the check twice a second or, by the driver of the W5500, once a second. From then on the loop polls.
    [Theory]
    [InlineData("w5500", true, true)]
    [InlineData("w5500", true, false)]
    [InlineData("w5500", false, true)]
    [InlineData("w5500", false, false)]
    [InlineData("enc28j60", true, true)]
    [InlineData("enc28j60", true, false)]
    [InlineData("enc28j60", false, true)]
    [InlineData("enc28j60", false, false)]
    public void Behind_a_broken_INT_line_a_visitor_waits_for_a_second_at_most_and_not_at_all_once_the_line_is_distrusted(
        string controller, bool isStuckLow, bool isBrokenFromTheStart)
    {
        BadWires? wires = null;
        using NodeBench bench = new(
            Make(controller), new BreakingClock(), wrap: chip => wires = new BadWires(chip) { StuckInterruptLow = isBrokenFromTheStart ? isStuckLow : null });
        Assert.NotNull(bench.Get("/", Patience));
        wires!.StuckInterruptLow = isStuckLow;
        long[] waits = new long[12];
        for (int i = 0; i < waits.Length; i++)
        {
            // The loop blocks before the next visitor comes.
            bench.Run(200 + 37 * i);
            long before = bench.Now;
            Assert.NotNull(bench.Get("/api/sensors", Patience));
            waits[i] = bench.Now - before;
        }

        Assert.All(waits, wait => Assert.InRange(wait, 1, 1_100));

        // Three frames have to miss their edge. Some visitors come while the loop polls for another reason.
        Assert.All(waits[8..], wait => Assert.InRange(wait, 1, 100));

        wires.StuckInterruptLow = null;
        bench.Run(5_000);
        Assert.NotNull(bench.Get("/api/sensors", Patience));
        Assert.Equal((0, 0), (bench.Node.Failures, bench.Node.Restarts));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api/sensors")]
    public void A_sensor_that_throws_costs_an_answer_and_no_restart(string path)
    {
        FailingSensors sensors = new() { Fails = true };
        using NodeBench bench = new(new Esp32DevKitC(), new BreakingClock(), sensors);

        Assert.StartsWith("HTTP/1.1 500 Internal Server Error", bench.Get(path, Patience), StringComparison.Ordinal);
        Assert.StartsWith("HTTP/1.1 200 OK", bench.Get("/bytes/10", Patience), StringComparison.Ordinal);
        Assert.Equal((1, 0, 0), (bench.Node.SensorFailures, bench.Node.Failures, bench.Node.Restarts));

        sensors.Fails = false;
        Assert.StartsWith("HTTP/1.1 200 OK", bench.Get(path, Patience), StringComparison.Ordinal);
        Assert.Equal(1, bench.Node.SensorFailures);
    }

    private static Board Make(string controller)
    {
        return controller == "w5500" ? new Esp32DevKitC() : new Esp32DevKitCEnc28J60();
    }

    private sealed class FailingSensors : SensorSource
    {
        public bool Fails { get; set; }

        public override void Read(long now, SensorReading reading)
        {
            if (Fails)
            {
                throw new InvalidOperationException("The sensor does not answer.");
            }
        }
    }
}
