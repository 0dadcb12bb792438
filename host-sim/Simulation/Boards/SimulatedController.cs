// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Hardware.Virtual;
using NanoTcp.Link;
using NanoTcp.Simulation.Chips.Enc28j60;

namespace NanoTcp.Simulation.Boards;

/// <summary>
/// A board's Ethernet as the stack sees it: the real driver, the SPI API of the device, and a model of the controller. The model's cable leads to
/// another link. Errors in the model are reported, and the board goes on.
/// </summary>
public sealed class SimulatedController : EthernetLink, IDisposable
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    /// <summary>The longest wait for the controller in one poll: a full frame takes 1.2 ms on a wire of 10 Mbit/s.</summary>
    private const long LongestWait = 2 * NanosecondsPerMillisecond;

    // An event can stay due.
    private const long ShortestWait = 10_000;

    private readonly WatchedHardware _watched;
    private readonly VirtualBoard _hardware;
    private readonly EthernetLink _driver;
    private bool _isBusy;

    /// <summary>Powers a board up and starts its driver.</summary>
    /// <param name="board">The board; its MAC address is the station's.</param>
    /// <param name="medium">The other end of the cable.</param>
    /// <param name="clock">The time of the hardware.</param>
    /// <param name="errata">Where an ENC28J60 differs from its data sheet.</param>
    /// <param name="faults">Further faults.</param>
    /// <param name="output">Where to tell of what should not happen.</param>
    /// <exception cref="SimulationException">The driver does not start.</exception>
    public SimulatedController(
        Board board, EthernetLink medium, IHardwareClock clock, Enc28J60Errata errata, ControllerFaults faults, TextWriter output)
        : base(board.MacAddress)
    {
        _watched = new WatchedHardware(board, medium, clock, errata, faults, output);
        _hardware = _watched.Board;
        _driver = _watched.Ethernet.Link;
    }

    /// <summary>The board's time, for the polls of its stack.</summary>
    public long Milliseconds => _hardware.Clock.Nanoseconds / NanosecondsPerMillisecond;

    /// <summary>The incidents so far.</summary>
    public IncidentReport Report => _watched.Report;

    /// <summary>The counters of frames at the controller, and of errors there.</summary>
    public IEnumerable<(string Name, long Value)> Counters => _watched.Counters;

    public override bool IsUp => _driver.IsUp;

    public override FrameBuffer? Receive()
    {
        CatchUp();

        // The next event of the hardware may have changed, and only Poll knows its time.
        Due = 0;
        FrameBuffer? frame = _driver.Receive();
        _isBusy |= frame != null;
        return frame;
    }

    public override void ReceiveBroadcasts(bool wanted)
    {
        _driver.ReceiveBroadcasts(wanted);
        Due = 0;
    }

    public override void Join(byte[] macAddress, int offset)
    {
        _driver.Join(macAddress, offset);
        Due = 0;
    }

    public override void Leave(byte[] macAddress, int offset)
    {
        _driver.Leave(macAddress, offset);
        Due = 0;
    }

    public override bool CanTransmit()
    {
        CatchUp();
        return _driver.CanTransmit();
    }

    public override bool Transmit(FrameBuffer frame)
    {
        Due = 0;
        _isBusy = true;
        return _driver.Transmit(frame);
    }

    public override long Poll(long now)
    {
        CatchUp();
        bool wasPending = _driver.Pending != 0;
        long due = _driver.Poll(now);

        // It may have found frames that no interrupt has reported.
        _isBusy |= !wasPending && _driver.Pending != 0;
        if (!_isBusy)
        {
            WaitForInterrupt();
        }

        if (_isBusy)
        {
            // There may be more to do.
            _isBusy = false;
            return now;
        }

        long next = _hardware.NextEventNanoseconds;
        return next == long.MaxValue
            ? due
            : Math.Min(due, now + Math.Max((next - _hardware.Clock.Nanoseconds + NanosecondsPerMillisecond - 1) / NanosecondsPerMillisecond, 1));
    }

    public void Dispose()
    {
        _watched.Dispose();
    }

    /// <summary>
    /// Frames under way in the controller are soon through. The board waits for them here, in its own time. So the program does not sleep for a
    /// millisecond because of a few microseconds.
    /// </summary>
    private void WaitForInterrupt()
    {
        IHardwareClock clock = _hardware.Clock;
        long end = clock.Nanoseconds + LongestWait;
        long next = _hardware.NextEventNanoseconds;
        while (!_isBusy && next <= end)
        {
            clock.WaitUntil(Math.Max(next, clock.Nanoseconds + ShortestWait));
            CatchUp();
            next = _hardware.NextEventNanoseconds;
        }
    }

    private void CatchUp()
    {
        _hardware.Advance();
        _isBusy |= _hardware.DeliverInterrupts() > 0;
        _driver.Now = Now;
    }
}
