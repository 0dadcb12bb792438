// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Drivers;
using NanoTcp.Simulation.Time;
using NanoTcp.Simulation.Wire;

namespace NanoTcp.Measure.Throughput;

/// <summary>A board whose program takes no time: only the SPI bus and waiting do, and INT wakes it at once. No board is faster.</summary>
internal sealed class ThroughputBoard : TransferBoard
{
    // As the firmware's loop has it.
    private const long LongestWait = 1_000;

    private readonly PacedWire _wire;
    private readonly MeasuringLink _link;
    private long _wireWait;
    private long _clockWait;

    public ThroughputBoard(Board board, EventClock clock, PacedWire wire, long transactionNanoseconds, uint address, int prefixLength)
        : base(board, clock, wire, transactionNanoseconds)
    {
        _wire = wire;
        _link = new MeasuringLink(Ethernet.Link, clock, Hardware.Spi, transactionNanoseconds);
        // The clock of the events shows every millisecond.
        board.StackOptions.ClockStep = 1;
        Start(_link, address, prefixLength);
    }

    /// <summary>The use of the board's time since the driver has a stack.</summary>
    public TimeParts Parts => new(_link.Data, _link.Acknowledgments, _link.Looks, _wireWait, _clockWait);

    protected override void Turn()
    {
        long wait = Poll(Clock.Milliseconds) - Clock.Milliseconds;
        if (wait > 0)
        {
            WaitForInterrupt(Math.Min(wait, LongestWait));
        }
    }

    /// <summary>Waits as SpiBus.WaitForInterrupt does on the device.</summary>
    private void WaitForInterrupt(long milliseconds)
    {
        SpiBus bus = Ethernet.Bus;
        long end = Clock.Nanoseconds + milliseconds * EventClock.NanosecondsPerMillisecond;
        Hardware.DeliverInterrupts();
        while (Clock.Nanoseconds < end && !bus.IsServiceDue())
        {
            bool isBusy = _wire.NextEvent != long.MaxValue || Chip.NextEventNanoseconds != long.MaxValue;
            long before = Clock.Nanoseconds;
            Clock.WaitForEvent(end);
            Hardware.DeliverInterrupts();
            long waited = Clock.Nanoseconds - before;
            _wireWait += isBusy ? waited : 0;
            _clockWait += isBusy ? 0 : waited;
        }
    }
}
