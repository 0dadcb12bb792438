// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Hardware.Virtual;
using NanoTcp.Simulation.Boards;
using NanoTcp.Simulation.Chips.W5500;
using NanoTcp.Tests.Stack;

namespace NanoTcp.Tests.HostSim.Simulation.Boards;

/// <summary>The messages for the user of a simulation when something goes wrong in it.</summary>
public class IncidentReportTests
{
    private readonly ManualClock _clock = new();
    private readonly StringWriter _output = new();
    private readonly ScriptedLink _cable = new(Frames.PeerMac);
    private readonly TrafficHistory _history;
    private readonly IncidentReport _report;

    public IncidentReportTests()
    {
        _history = new TrafficHistory(_clock);
        _report = new IncidentReport(new Esp32DevKitC(), _history, _output);
    }

    [Fact]
    public void A_violation_is_told_once_with_the_transactions_and_frames_before_it()
    {
        _cable.Arrive([.. Frames.OwnMac, .. Frames.PeerMac, 0x08, 0x00, .. new byte[200]]);
        WatchedChip chip = MakeW5500();
        _clock.Elapse(1_500_000_000);
        Clock(chip, 0x00, 0x39, 0x00, 0x00);
        Clock(chip, 0x00, 0x01, 0x0C, 0x20);

        string[] told = _output.ToString().Split(Environment.NewLine);
        Assert.Contains("W5500: SEND on socket 0, which is not open", told[0]);
        Assert.Contains("goes on", told[1]);
        Assert.Contains("esp32-devkitc-w5500", told[2]);
        Assert.Contains("  1.500000000     4 00 39 00 00 > a5 a5 a5 04", told);
        Assert.Contains(told, line => line.StartsWith("  0.000000000   214 received 02 00 00 00 00 02 02 00 00 00 00 01 08 00 00", StringComparison.Ordinal) && line.EndsWith(" ...", StringComparison.Ordinal));
        Assert.DoesNotContain(told, line => line.StartsWith("   at ", StringComparison.Ordinal));
    }

    [Fact]
    public void Further_violations_are_counted()
    {
        WatchedChip chip = MakeW5500();
        Clock(chip, 0x00, 0x01, 0x0C, 0x20);
        int length = _output.ToString().Length;
        Clock(chip, 0x00, 0x01, 0x0C, 0x40);

        Assert.Equal(2, _report.Violations);
        Assert.Equal(length, _output.ToString().Length);
    }

    [Fact]
    public void The_offending_transaction_is_the_last_one_shown()
    {
        WatchedChip chip = MakeW5500();
        for (byte i = 0; i < 100; i++)
        {
            Clock(chip, 0x00, i, 0x00, 0x00);
        }

        Clock(chip, 0x00, 0x01, 0x0C, 0x20);
        string[] transactions = [.. _output.ToString().Split(Environment.NewLine).Where(line => line.Contains(" >", StringComparison.Ordinal) && line.StartsWith("  ", StringComparison.Ordinal))];
        Assert.Equal(32, transactions.Length);
        Assert.Contains("00 63 00 00", transactions[^2]);
        Assert.Contains("00 01 0c 20", transactions[^1]);
    }

    [Fact]
    public void A_failing_model_is_told_in_a_line_with_the_method_and_answers_like_a_chip_without_power()
    {
        WatchedChip chip = new(new BrokenChip(), _history, _report);
        chip.Advance();
        chip.Select();
        byte[] answer = new byte[2];
        chip.Exchange([1, 2], answer);
        chip.Deselect();

        Assert.Equal([0xFF, 0xFF], answer);
        Assert.Equal(4, _report.Failures);
        string first = _output.ToString().Split(Environment.NewLine)[0];
        Assert.StartsWith("The model of the controller has failed: InvalidOperationException in ", first);
        Assert.EndsWith(": A list has changed.", first);
        Assert.DoesNotContain("   at ", _output.ToString());
    }

    [Fact]
    public void What_ends_a_simulation_is_said_in_a_sentence_after_the_report()
    {
        SimulationException ending = _report.Ending(new InvalidOperationException("Nothing works."));

        Assert.Equal("The simulation has failed: InvalidOperationException: Nothing works.", ending.Message);
        Assert.StartsWith(ending.Message, _output.ToString());
    }

    private WatchedChip MakeW5500()
    {
        W5500Chip chip = new(_clock, new WatchedMedium(_cable, _history), new W5500Options { Strict = false });
        chip.RuleBroken += _report.OnViolation;
        return new WatchedChip(chip, _history, _report);
    }

    private static void Clock(IEthernetChip chip, params byte[] bytes)
    {
        chip.Select();
        chip.Exchange(bytes, new byte[bytes.Length]);
        chip.Deselect();
    }

    private sealed class BrokenChip : IEthernetChip
    {
        public event Action? InterruptChanged
        {
            add { }
            remove { }
        }

        public bool InterruptLow => false;

        public bool ResetLow
        {
            set => Fail();
        }

        public long NextEventNanoseconds => long.MaxValue;

        public void Advance()
        {
            Fail();
        }

        public void CheckBus(int mode, int clockHz)
        {
        }

        public void Select()
        {
            Fail();
        }

        public void Exchange(ReadOnlySpan<byte> fromHost, Span<byte> toHost)
        {
            Fail();
        }

        public void Deselect()
        {
            Fail();
        }

        private static void Fail()
        {
            throw new InvalidOperationException("A list\nhas changed.");
        }
    }
}
