// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Hardware.Virtual;

namespace NanoTcp.Simulation.Boards;

/// <summary>Builds the hardware that a board's file describes.</summary>
public static class BoardHardware
{
    /// <summary>A microcontroller with a chip at the board's pins.</summary>
    /// <param name="transactionNanoseconds">The cost of an SPI transfer besides its bytes.</param>
    public static VirtualBoard Build(Board board, IEthernetChip chip, IHardwareClock clock, long transactionNanoseconds)
    {
        Soc soc = board.Microcontroller switch
        {
            Microcontroller.Esp32 => Soc.Esp32,
            Microcontroller.Esp32S3 => Soc.Esp32S3,
            _ => throw new ArgumentException($"{board.Name} has an unknown microcontroller.", nameof(board)),
        };

        ControllerWiring wiring = board.Wiring;
        VirtualBoard hardware = new(soc, clock, board.HasPsram) { TransactionNanoseconds = transactionNanoseconds };
        hardware.Connect(chip, new ChipWiring(wiring.Mosi, wiring.Miso, wiring.Sclk, wiring.ChipSelect, wiring.Interrupt, wiring.Reset));
        return hardware;
    }
}
