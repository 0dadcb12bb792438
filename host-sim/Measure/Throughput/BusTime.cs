// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Throughput;

/// <summary>Time that the processor spends on the SPI bus.</summary>
/// <param name="Bytes">Nanoseconds in which bytes are clocked.</param>
/// <param name="Cost">Nanoseconds that transactions cost besides their bytes.</param>
internal readonly record struct BusTime(long Bytes, long Cost)
{
    public long Total => Bytes + Cost;

    public static BusTime operator +(BusTime one, BusTime other) => new(one.Bytes + other.Bytes, one.Cost + other.Cost);

    public static BusTime operator -(BusTime one, BusTime other) => new(one.Bytes - other.Bytes, one.Cost - other.Cost);
}
