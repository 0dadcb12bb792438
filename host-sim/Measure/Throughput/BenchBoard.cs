// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Drivers;
using NanoTcp.Hardware.Virtual;
using NanoTcp.Link;
using NanoTcp.Platform;
using NanoTcp.Simulation.Boards;
using NanoTcp.Simulation.Chips.Enc28j60;
using NanoTcp.Simulation.Chips.W5500;
using NanoTcp.Simulation.Time;
using NanoTcp.Simulation.Wire;

namespace NanoTcp.Measure.Throughput;

/// <summary>A board in virtual time: driver, SPI bus and controller, and the loop of a firmware.</summary>
internal abstract class BenchBoard : ISimulatedPart, IDisposable
{
    private readonly Board _board;
    private readonly Func<long> _dropped;
    private readonly IDisposable _activation;

    protected BenchBoard(Board board, EventClock clock, PacedWire wire, long transactionNanoseconds)
    {
        _board = board;
        Clock = clock;
        (Chip, _dropped) = MakeChip(board, clock, wire.BoardEnd);
        clock.Add(this);
        Hardware = BoardHardware.Build(board, Chip, clock, transactionNanoseconds);
        _activation = Hardware.Activate();
        Ethernet = new BoardEthernet(board);
    }

    public SpiCounters Spi => Hardware.Spi;

    public bool IsUp => Ethernet.Link.IsUp;

    /// <summary>Frames that the controller has lost or refused.</summary>
    public long Dropped => _dropped();

    /// <inheritdoc/>
    public long NextEvent => Chip.NextEventNanoseconds;

    protected EventClock Clock { get; }

    protected VirtualBoard Hardware { get; }

    protected IEthernetChip Chip { get; }

    protected BoardEthernet Ethernet { get; }

    /// <inheritdoc/>
    public bool Run()
    {
        Chip.Advance();
        return false;
    }

    /// <summary>Runs the firmware's loop until the condition holds.</summary>
    /// <exception cref="TimeoutException">It does not after so many milliseconds.</exception>
    public void RunUntil(Func<bool> condition, long limitMilliseconds)
    {
        long end = Clock.Milliseconds + limitMilliseconds;
        while (!condition())
        {
            if (Clock.Milliseconds > end)
            {
                throw new TimeoutException($"Not done after {limitMilliseconds} ms of virtual time.");
            }

            Turn();
        }
    }

    public void Dispose()
    {
        _activation.Dispose();
    }

    /// <summary>Starts the controller.</summary>
    protected void Start()
    {
        ControllerError error = Ethernet.Start();
        if (error != ControllerError.None)
        {
            throw new InvalidOperationException($"The controller of {_board.Name} does not start: {error}.");
        }
    }

    /// <summary>One turn of the firmware's loop: a poll and a wait.</summary>
    protected abstract void Turn();

    private static (IEthernetChip Chip, Func<long> Dropped) MakeChip(Board board, EventClock clock, EthernetLink medium)
    {
        if (board.Controller == EthernetController.W5500)
        {
            W5500Chip chip = new(clock, medium);
            W5500Counters counters = chip.Counters;
            return (chip, () => counters.DroppedFull + counters.DroppedFiltered + counters.DroppedClosed + counters.DroppedLinkDown + counters.StalledSends);
        }
        else
        {
            Enc28J60Chip chip = new(clock, medium);
            Enc28J60Counters counters = chip.Counters;
            return (chip, () => counters.DroppedBufferFull + counters.DroppedCountFull + counters.DroppedAborted + counters.DroppedByFilter
                + counters.DroppedReceiverOff + counters.TransmitAborts + counters.TransmitLost);
        }
    }
}
