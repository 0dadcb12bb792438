// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Hardware.Platform;
using NanoTcp.Hardware.Virtual;
using NanoTcp.SelfTest.Measurements;
using NanoTcp.Simulation.Boards;
using NanoTcp.Simulation.Chips.W5500;
using NanoTcp.Simulation.Wire;

namespace NanoTcp.Tests.Firmware;

/// <summary>The report of a board with a platform. It is made in the world where the firmware's IL takes time.</summary>
internal sealed class PricedReport : BoardReport
{
    /// <summary>The name of a line that this adds.</summary>
    public const string Duration = "milliseconds for all of this";

    private const int FreePin = 25;

    private readonly List<string> _lines = [];

    private PricedReport(Board board)
        : base(board, FreePin)
    {
    }

    /// <summary>The lines of a report.</summary>
    public static string[] Of(int opNanoseconds, int transactionNanoseconds)
    {
        Esp32DevKitC board = new();
        ManualClock clock = new();
        W5500Chip chip = new(clock, new VirtualWire().Attach(board.MacAddress), new W5500Options());
        VirtualBoard hardware = BoardHardware.Build(board, chip, clock, transactionNanoseconds);
        _ = new Esp32Platform(hardware, new PlatformOptions { OpNanoseconds = opNanoseconds });
        using (hardware.Activate())
        {
            PricedReport report = new(board);

            // On the device BoardReport has its own copy of the class that declares Print, and on the desktop SelfTest has it.
            typeof(BoardReport).GetMethod(nameof(Print))!.Invoke(report, null);
            return [.. report._lines, $"{Duration}: {clock.Nanoseconds / 1_000_000}"];
        }
    }

    /// <inheritdoc/>
    protected override void WriteLine(string line) => _lines.Add(line);

    /// <summary>The platform's other threads run no code of their own.</summary>
    protected override void PrintSwitch() => _lines.Add("thread switch: skipped, the simulation has no other thread");
}
