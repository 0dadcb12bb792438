// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Hardware.Virtual;

/// <summary>An Ethernet controller on a virtual board: besides the SPI bus an interrupt output, a reset input and a life of its own on the clock.</summary>
public interface IEthernetChip : ISpiChip
{
    /// <summary>The INT pin changes its level.</summary>
    event Action? InterruptChanged;

    /// <summary>Whether the chip drives its INT pin low: it asks for service.</summary>
    bool InterruptLow { get; }

    /// <summary>Whether the RST pin is held low.</summary>
    bool ResetLow { set; }

    /// <summary>When, on the clock, the chip will do something by itself; <see cref="long.MaxValue"/>: never.</summary>
    long NextEventNanoseconds { get; }

    /// <summary>Catches up with the clock: ends transmissions, takes frames off the medium, updates INT.</summary>
    void Advance();
}
