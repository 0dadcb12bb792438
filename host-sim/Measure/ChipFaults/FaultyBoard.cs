// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Drivers;
using NanoTcp.Hardware.Virtual;
using NanoTcp.Platform;
using NanoTcp.SensorNode;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Boards;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Simulation.Time;

namespace NanoTcp.Measure.ChipFaults;

/// <summary>A board with its firmware and a controller that will fail, in virtual time, with the loop of its processor.</summary>
internal sealed class FaultyBoard : ISimulatedPart, IDisposable
{
    /// <summary>The board's clock at the beginning, in milliseconds. It is more than any jump back.</summary>
    private const long Uptime = 2 * FaultPlan.LongestJumpMs;

    // The least time of a poll, so that time passes for a program that never waits.
    private const long PollNanoseconds = 20_000;

    // An event can stay due.
    private const long ShortestStep = 20_000;

    /// <summary>A set-up takes two hundred transfers. A poll with this many never ends.</summary>
    private const int MaxTransfers = 20_000;

    private readonly EventClock _clock;
    private readonly FaultPlan _plan;
    private readonly FaultyChip _chip;
    private readonly VirtualBoard _hardware;
    private readonly IDisposable _activation;
    private readonly BoardEthernet _ethernet;
    private readonly TrafficWait _traffic;
    private readonly SimulatedBoard _simulated;

    public FaultyBoard(Board board, EventClock clock, FaultPlan plan, FaultyChip chip, IPv4Prefix address)
    {
        _clock = clock;
        _plan = plan;
        _chip = chip;
        clock.Add(this);
        _hardware = BoardHardware.Build(board, chip, clock, plan.TransactionNanoseconds);
        _activation = _hardware.Activate();
        _ethernet = new BoardEthernet(board);
        _traffic = new TrafficWait(_ethernet.Bus, _ethernet.Link);
        _simulated = new SimulatedBoard(board, _ethernet.Link, new SeededEntropy(plan.Seeds.Next()), address, 0, new SensorOptions());
    }

    /// <inheritdoc/>
    public long NextEvent => _chip.NextEventNanoseconds == long.MaxValue ? long.MaxValue : Math.Max(_chip.NextEventNanoseconds, _clock.Nanoseconds + ShortestStep);

    /// <summary>The driver's statistics.</summary>
    public string Describe()
    {
        return _ethernet.Link switch
        {
            W5500Link w5500 => $"starts {w5500.Statistics.Starts}, mismatches {w5500.Statistics.Mismatches}, reopens {w5500.Statistics.Reopens}, broken prefixes {w5500.Statistics.BrokenPrefixes}, "
                + $"torn reads {w5500.Statistics.TornReads}, send time-outs {w5500.Statistics.SendTimeouts}, missed interrupts {w5500.Statistics.MissedInterrupts}, line failures {w5500.Statistics.LineFailures}",
            Enc28J60Link enc => $"restarts {enc.Statistics.Restarts}, mismatches {enc.Statistics.Mismatches}, resyncs {enc.Statistics.Resyncs}, phantoms {enc.Statistics.Phantoms}, "
                + $"bad frames {enc.Statistics.BadFrames}, transmit time-outs {enc.Statistics.TransmitTimeouts}, missed interrupts {enc.Statistics.MissedInterrupts}, line failures {enc.Statistics.LineFailures}",
            _ => "",
        };
    }

    /// <inheritdoc/>
    public bool Run()
    {
        _chip.Advance();
        return false;
    }

    /// <summary>Stops or starts the reports of INT's edges.</summary>
    public void LoseEdges(bool loses)
    {
        _hardware.DropInterrupts(loses ? int.MaxValue : 0);
    }

    /// <summary>Tries to start the controller, and runs the firmware's loop until a time.</summary>
    public void RunUntil(long endMs)
    {
        _ethernet.Start();
        while (_clock.Milliseconds < endMs)
        {
            long transfers = _chip.Transfers;
            long now = ReadClock();
            long next = _simulated.Poll(now);
            if (_chip.Transfers - transfers > MaxTransfers)
            {
                throw new ChipFaultException(ChipFaultRule.Hang, $"a poll took {_chip.Transfers - transfers} SPI transfers");
            }

            _clock.Elapse(PollNanoseconds);
            _traffic.Wait(now, next);
        }
    }

    public void Dispose()
    {
        _activation.Dispose();
    }

    private long ReadClock()
    {
        long now = _clock.Milliseconds;
        return (Uptime + now + (now >= _plan.JumpsAtMs ? _plan.JumpMs : 0)) / _plan.ClockStepMs * _plan.ClockStepMs;
    }
}
