// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Hardware.Virtual;

/// <summary>A chip on a virtual SPI bus: a model that obeys its data sheet and throws <see cref="DataSheetViolationException"/> when the host does not.</summary>
public interface ISpiChip
{
    /// <summary>Whether the chip works with a bus so configured; throws the rule that is broken otherwise.</summary>
    /// <param name="mode">SPI mode, 0 to 3.</param>
    /// <param name="clockHz">Clock in hertz.</param>
    void CheckBus(int mode, int clockHz);

    /// <summary>Chip select becomes active.</summary>
    void Select();

    /// <summary>Clocks bytes while selected: as many out of the chip as into it.</summary>
    void Exchange(ReadOnlySpan<byte> fromHost, Span<byte> toHost);

    /// <summary>Chip select becomes inactive: the end of the instruction.</summary>
    void Deselect();
}
