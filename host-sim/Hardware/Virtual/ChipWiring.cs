// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Hardware.Virtual;

/// <summary>The pins of the microcontroller to which a chip is wired.</summary>
/// <param name="Mosi">Data into the chip.</param>
/// <param name="Miso">Data out of the chip.</param>
/// <param name="Sclk">Clock.</param>
/// <param name="ChipSelect">Chip select, active low.</param>
/// <param name="Interrupt">INT of the chip, active low; -1: not wired.</param>
/// <param name="Reset">RST of the chip, active low; -1: not wired and held high.</param>
public sealed record ChipWiring(int Mosi, int Miso, int Sclk, int ChipSelect, int Interrupt = ChipWiring.NotWired, int Reset = ChipWiring.NotWired)
{
    /// <summary>Stands for a wire that goes nowhere.</summary>
    public const int NotWired = -1;
}
