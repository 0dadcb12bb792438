// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Drivers;
using NanoTcp.Hardware.Virtual;
using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Link;
using NanoTcp.SensorNode;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Boards;
using NanoTcp.Simulation.Chips.Enc28j60;
using NanoTcp.Simulation.Chips.W5500;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Simulation.Time;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;

namespace NanoTcp.Measure.Throughput;

/// <summary>A board in virtual time: stack, driver, SPI bus and controller, and the loop of its firmware. Only the bus and waiting take time.</summary>
internal sealed class ThroughputBoard : ISimulatedPart, IDisposable
{
    // As the firmware's loop has it.
    private const long LongestWait = 1_000;

    private readonly EventClock _clock;
    private readonly PacedWire _wire;
    private readonly IEthernetChip _chip;
    private readonly Func<long> _dropped;
    private readonly VirtualBoard _hardware;
    private readonly IDisposable _activation;
    private readonly BoardEthernet _ethernet;
    private readonly MeasuringLink _link;
    private readonly NetworkStack _stack;
    private long _wireWait;
    private long _clockWait;

    public ThroughputBoard(Board board, EventClock clock, PacedWire wire, long transactionNanoseconds, uint address, int prefixLength)
    {
        _clock = clock;
        _wire = wire;
        (_chip, _dropped) = MakeChip(board, clock, wire.BoardEnd);
        clock.Add(this);
        _hardware = BoardHardware.Build(board, _chip, clock, transactionNanoseconds);
        _activation = _hardware.Activate();
        _ethernet = new BoardEthernet(board);
        ControllerError error = _ethernet.Start();
        if (error != ControllerError.None)
        {
            throw new InvalidOperationException($"The controller of {board.Name} does not start: {error}.");
        }

        _link = new MeasuringLink(_ethernet.Link, clock, _hardware.Spi, transactionNanoseconds);
        _stack = new NetworkStack(_link, new SeededEntropy(2), board.StackOptions);
        Tcp = new TcpTransport(_stack, board.TcpOptions);
        new IPv4(_stack, board.IPv4Options).Configure(address.ToHostAddress(), prefixLength, HostAddress.Any);
    }

    public TcpTransport Tcp { get; }

    public INodeApplication? Application { get; set; }

    public SpiCounters Spi => _hardware.Spi;

    public bool IsUp => _ethernet.Link.IsUp;

    public long Retransmissions => Tcp.GetCount(TcpCounter.Retransmissions);

    /// <summary>The use of the board's time since the driver has a stack.</summary>
    public TimeParts Parts => new(_link.Data, _link.Acknowledgments, _link.Looks, _wireWait, _clockWait);

    /// <summary>Frames that the controller has lost or refused.</summary>
    public long Dropped => _dropped();

    /// <inheritdoc/>
    public long NextEvent => _chip.NextEventNanoseconds;

    /// <inheritdoc/>
    public bool Run()
    {
        _chip.Advance();
        return false;
    }

    /// <summary>Runs the firmware's loop until the condition holds.</summary>
    /// <exception cref="TimeoutException">It does not after so many milliseconds.</exception>
    public void RunUntil(Func<bool> condition, long limitMilliseconds)
    {
        long end = _clock.Milliseconds + limitMilliseconds;
        while (!condition())
        {
            if (_clock.Milliseconds > end)
            {
                throw new TimeoutException($"Not done after {limitMilliseconds} ms of virtual time.");
            }

            long wait = Poll() - _clock.Milliseconds;
            if (wait > 0)
            {
                WaitForInterrupt(Math.Min(wait, LongestWait));
            }
        }
    }

    public void Dispose()
    {
        _activation.Dispose();
    }

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

    private long Poll()
    {
        long now = _clock.Milliseconds;
        long next = _stack.Poll(now);
        if (Application != null)
        {
            next = Math.Min(next, Application.Poll(now));
            next = Math.Min(next, _stack.Flush(now));
        }

        return next;
    }

    /// <summary>Waits as SpiBus.WaitForInterrupt does on the device.</summary>
    private void WaitForInterrupt(long milliseconds)
    {
        SpiBus bus = _ethernet.Bus;
        long end = _clock.Nanoseconds + milliseconds * EventClock.NanosecondsPerMillisecond;
        _hardware.DeliverInterrupts();
        while (_clock.Nanoseconds < end && !bus.IsServiceDue())
        {
            bool isBusy = _wire.NextEvent != long.MaxValue || _chip.NextEventNanoseconds != long.MaxValue;
            long before = _clock.Nanoseconds;
            _clock.WaitForEvent(end);
            _hardware.DeliverInterrupts();
            long waited = _clock.Nanoseconds - before;
            _wireWait += isBusy ? waited : 0;
            _clockWait += isBusy ? 0 : waited;
        }
    }
}
