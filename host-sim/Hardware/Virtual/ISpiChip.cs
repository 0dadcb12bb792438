// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Hardware.Virtual;

/// <summary>
/// A chip on a virtual SPI bus. The model obeys its data sheet and throws <see cref="DataSheetViolationException"/> when the host breaks it.
/// </summary>
public interface ISpiChip
{
    /// <summary>Checks that the chip works with this configuration of the bus. Throws the broken rule otherwise.</summary>
    /// <param name="mode">SPI mode, 0 to 3.</param>
    /// <param name="clockHz">Clock in hertz.</param>
    void CheckBus(int mode, int clockHz);

    /// <summary>Chip select becomes active.</summary>
    void Select();

    /// <summary>Clocks bytes while selected. As many bytes come out of the chip as go in.</summary>
    void Exchange(ReadOnlySpan<byte> fromHost, Span<byte> toHost);

    /// <summary>Chip select becomes inactive: the end of the instruction.</summary>
    void Deselect();
}
