// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Drivers;
using NanoTcp.Hardware.Platform;
using NanoTcp.Hardware.Virtual;
using NanoTcp.Link;
using NanoTcp.Platform;
using NanoTcp.Simulation.Chips.Enc28j60;
using NanoTcp.Simulation.Chips.W5500;

namespace NanoTcp.Simulation.Boards;

/// <summary>
/// The hardware of a board in an interactive simulation: its microcontroller, the model of its controller with its faults, and the driver that was
/// started on it. Errors in the model are reported, and the board goes on.
/// </summary>
public sealed class WatchedHardware : IDisposable
{
    /// <summary>The cost of a transaction besides its bytes: ESP-IDF's driver alone. The cost of nanoFramework has not been measured.</summary>
    private const long TransactionNanoseconds = 10_000;

    private readonly IDisposable _activation;
    private Func<(string, long)[]> _counters = null!;

    /// <summary>Powers a board up and starts its driver.</summary>
    /// <param name="board">The board; its MAC address is the station's.</param>
    /// <param name="medium">The other end of the cable.</param>
    /// <param name="clock">The time of the hardware.</param>
    /// <param name="errata">Where an ENC28J60 differs from its data sheet.</param>
    /// <param name="faults">Further faults.</param>
    /// <param name="output">Where to tell of what should not happen.</param>
    /// <param name="platform">What the platform costs; null: the driver takes no time.</param>
    /// <exception cref="SimulationException">The driver does not start.</exception>
    public WatchedHardware(Board board, EthernetLink medium, IHardwareClock clock, Enc28J60Errata errata, ControllerFaults faults, TextWriter output, PlatformOptions? platform = null)
    {
        TrafficHistory history = new(clock);
        Report = new IncidentReport(board, history, output);
        IEthernetChip chip = MakeChip(board, new WatchedMedium(medium, history), clock, errata, faults);
        Board = BoardHardware.Build(board, new WatchedChip(chip, history, Report), clock, TransactionNanoseconds);
        Board.DropEveryInterrupt(faults.Get(ControllerFaults.LostInterrupts));
        if (platform != null)
        {
            _ = new Esp32Platform(Board, platform);
        }

        _activation = Board.Activate();
        Ethernet = new BoardEthernet(board);
        ControllerError error = Ethernet.Start();
        if (error != ControllerError.None)
        {
            _activation.Dispose();
            throw new SimulationException($"The controller of {board.Name} does not start: {error}.");
        }
    }

    /// <summary>The microcontroller with the controller at its pins.</summary>
    public VirtualBoard Board { get; }

    /// <summary>The wires to the controller and its driver.</summary>
    public BoardEthernet Ethernet { get; }

    /// <summary>The incidents so far.</summary>
    public IncidentReport Report { get; }

    /// <summary>The counters of frames at the controller, and of errors there.</summary>
    public IEnumerable<(string Name, long Value)> Counters =>
        [.. _counters(), ("violations", Report.Violations), ("failures", Report.Failures)];

    public void Dispose()
    {
        _activation.Dispose();
    }

    private IEthernetChip MakeChip(Board board, EthernetLink medium, IHardwareClock clock, Enc28J60Errata errata, ControllerFaults faults)
    {
        if (board.Controller == EthernetController.W5500)
        {
            W5500Options options = new() { Strict = false };
            faults.ApplyTo(options.Faults);
            W5500Chip w5500 = new(clock, medium, options);
            w5500.RuleBroken += Report.OnViolation;
            _counters = () => ChipCounters.Of(w5500.Counters);
            return w5500;
        }

        Enc28J60Chip enc28J60 = new(clock, medium, new Enc28J60Options { Errata = errata, Strict = false });
        faults.ApplyTo(enc28J60.Faults);
        enc28J60.RuleBroken += Report.OnViolation;
        _counters = () => ChipCounters.Of(enc28J60.Counters);
        return enc28J60;
    }
}
