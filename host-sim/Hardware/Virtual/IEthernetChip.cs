// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Hardware.Virtual;

/// <summary>
/// An Ethernet controller on a virtual board. Besides the SPI bus it has an interrupt output, a reset input and events of its own on the clock.
/// </summary>
public interface IEthernetChip : ISpiChip
{
    /// <summary>The INT pin changes its level.</summary>
    event Action? InterruptChanged;

    /// <summary>Whether the chip drives its INT pin low to ask for service.</summary>
    bool InterruptLow { get; }

    /// <summary>Whether the RST pin is held low.</summary>
    bool ResetLow { set; }

    /// <summary>The time of the chip's next event by itself; <see cref="long.MaxValue"/>: never.</summary>
    long NextEventNanoseconds { get; }

    /// <summary>Catches up with the clock: ends transmissions, takes frames off the medium, updates INT.</summary>
    void Advance();
}
