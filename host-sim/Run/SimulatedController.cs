// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Drivers;
using NanoTcp.Hardware.Virtual;
using NanoTcp.HostSim.Chips.Enc28j60;
using NanoTcp.HostSim.Chips.W5500;
using NanoTcp.Link;
using NanoTcp.SensorNode;

namespace NanoTcp.HostSim.Run;

/// <summary>
/// A board's Ethernet: the firmware's own driver, SPI bus and pins, the model of its controller, and a cable to another link. The stack
/// above it sees nothing but the driver; in front of each look at the driver the hardware catches up with the clock.
/// </summary>
internal sealed class SimulatedController : EthernetLink, IDisposable
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    private readonly VirtualBoard _hardware;
    private readonly IDisposable _activation;
    private readonly EthernetLink _driver;

    /// <summary>Powers a board up and starts its driver.</summary>
    /// <param name="board">The board; its MAC address is the station's.</param>
    /// <param name="medium">The other end of the cable.</param>
    /// <param name="clock">The time of the hardware.</param>
    /// <param name="errata">What an ENC28J60 does other than its data sheet says.</param>
    /// <param name="faults">What goes wrong besides.</param>
    /// <exception cref="InvalidOperationException">The driver does not start.</exception>
    public SimulatedController(Board board, EthernetLink medium, IHardwareClock clock, Enc28J60Errata errata, ControllerFaults faults)
        : base(board.MacAddress)
    {
        _hardware = BoardHardware.Build(board, MakeChip(board, medium, clock, errata, faults), clock, 0);
        _hardware.DropInterrupts(faults.Get(ControllerFaults.LostInterrupts));
        _activation = _hardware.Activate();
        BoardEthernet ethernet = new(board);
        ControllerError error = ethernet.Start();
        if (error != ControllerError.None)
        {
            _activation.Dispose();
            throw new InvalidOperationException($"The controller of {board.Name} does not start: {error}.");
        }

        _driver = ethernet.Link;
    }

    public override bool IsUp => _driver.IsUp;

    public override FrameBuffer? Receive()
    {
        CatchUp();
        _driver.Now = Now;

        // What the hardware does next may have changed, and only Poll tells when that is.
        Due = 0;
        return _driver.Receive();
    }

    public override bool CanTransmit()
    {
        CatchUp();
        return _driver.CanTransmit();
    }

    public override bool Transmit(FrameBuffer frame)
    {
        return _driver.Transmit(frame);
    }

    public override long Poll(long now)
    {
        CatchUp();
        long due = _driver.Poll(now);
        long next = _hardware.NextEventNanoseconds;
        if (next == long.MaxValue)
        {
            return due;
        }

        // Not sooner than in a millisecond: an event that stays due must not keep the program from sleeping.
        long wait = Math.Max((next - _hardware.Clock.Nanoseconds + NanosecondsPerMillisecond - 1) / NanosecondsPerMillisecond, 1);
        return Math.Min(due, now + wait);
    }

    public void Dispose()
    {
        _activation.Dispose();
    }

    private static IEthernetChip MakeChip(Board board, EthernetLink medium, IHardwareClock clock, Enc28J60Errata errata, ControllerFaults faults)
    {
        if (board.Controller == EthernetController.W5500)
        {
            W5500Options options = new();
            faults.ApplyTo(options.Faults);
            return new W5500Chip(clock, medium, options);
        }

        Enc28J60Chip chip = new(clock, medium, new Enc28J60Options { Errata = errata });
        faults.ApplyTo(chip.Faults);
        return chip;
    }

    private void CatchUp()
    {
        _hardware.Advance();
        _hardware.DeliverInterrupts();
    }
}
