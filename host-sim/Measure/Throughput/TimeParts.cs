// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Throughput;

/// <summary>The parts of a transfer's time. The parts add up to the whole of it.</summary>
/// <param name="Data">The SPI bus, for frames with payload.</param>
/// <param name="Acknowledgments">The SPI bus, for acknowledgments.</param>
/// <param name="Looks">The SPI bus, for looks that brought nothing.</param>
/// <param name="Wire">Nanoseconds waited while the wire or the controller was busy with a frame.</param>
/// <param name="Clock">Nanoseconds waited while nothing moved: for a poll or a timer of one of the ends.</param>
internal readonly record struct TimeParts(BusTime Data, BusTime Acknowledgments, BusTime Looks, long Wire, long Clock)
{
    public long Total => Data.Total + Acknowledgments.Total + Looks.Total + Wire + Clock;

    public static TimeParts operator -(TimeParts one, TimeParts other)
    {
        return new TimeParts(
            one.Data - other.Data, one.Acknowledgments - other.Acknowledgments, one.Looks - other.Looks, one.Wire - other.Wire, one.Clock - other.Clock);
    }
}
