// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Drivers;
using NanoTcp.Hardware.Platform;
using NanoTcp.Platform;
using NanoTcp.Simulation.Time;
using NanoTcp.Simulation.Wire;

namespace NanoTcp.Measure.Throughput;

/// <summary>A board whose program takes its time: the firmware's loop on the device's platform. It exists in a world in which the firmware's IL counts.</summary>
internal sealed class PlatformBoard : TransferBoard
{
    // As the loop of before has it.
    private const long LongestWait = 1_000;

    private readonly long _transactionNanoseconds;
    private readonly Esp32Platform _platform;
    private readonly DeviceClock _clock = new();
    private readonly TrafficWait? _traffic;
    private long _looks;
    private long _looksComputing;
    private BusTime _looksBus;
    private long _yields;

    public PlatformBoard(Board board, EventClock clock, PacedWire wire, PlatformSetting setting, uint address, int prefixLength)
        : base(board, clock, wire, setting.TransactionNanoseconds)
    {
        _transactionNanoseconds = setting.TransactionNanoseconds;
        _platform = new Esp32Platform(Hardware, new PlatformOptions { TickMilliseconds = setting.TickMilliseconds, OpNanoseconds = setting.OpNanoseconds });
        _traffic = setting.IsBlocking ? null : new TrafficWait(Ethernet.Bus, Ethernet.Link);
        Start(Ethernet.Link, address, prefixLength);
    }

    /// <summary>Threads of the application, and what the platform counts.</summary>
    public Esp32Platform Platform => _platform;

    /// <summary>The use of the board's time since its start.</summary>
    public PlatformParts Parts
    {
        get
        {
            PlatformTimes times = _platform.Times;
            BusTime bus = Bus - _looksBus;
            return new PlatformParts(
                times.Computing - _looksComputing, bus.Bytes, bus.Cost, times.Dispatch - _yields, times.Collection, _looks, times.Waiting, times.OtherThreads);
        }
    }

    private BusTime Bus
    {
        get
        {
            long cost = Spi.Transactions * _transactionNanoseconds;
            return new BusTime(Clock.BusNanoseconds - cost, cost);
        }
    }

    protected override void Turn()
    {
        PlatformTimes before = _platform.Times;
        BusTime bus = Bus;
        long edges = _platform.Edges;
        int frames = Ethernet.Link.FramesHandled;

        long now = _clock.Read();
        Wait(now, Poll(now));

        // What is executed between two turns is not the firmware's, and counts in the next.
        _platform.CatchUp();

        if (Ethernet.Link.FramesHandled == frames)
        {
            PlatformTimes spent = _platform.Times - before;
            long yields = _platform.Edges == edges ? spent.Dispatch : 0;
            _looksBus += Bus - bus;
            _looksComputing += spent.Computing;
            _yields += yields;
            _looks += (Bus - bus).Total + spent.Computing + yields;
        }
    }

    private void Wait(long now, long due)
    {
        if (_traffic != null)
        {
            _traffic.Wait(now, due);
        }
        else if (due > now)
        {
            Ethernet.Bus.WaitForInterrupt((int)Math.Min(due - now, LongestWait));
        }
    }
}
