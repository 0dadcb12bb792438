// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Throughput;

/// <summary>The parts of a transfer's time on the device's platform, in nanoseconds. The parts add up to the whole of it.</summary>
/// <param name="Computing">IL, in turns of the loop that handled a frame.</param>
/// <param name="Bytes">Bytes on the SPI bus, in such turns.</param>
/// <param name="Cost">The cost of SPI transactions besides their bytes, in such turns.</param>
/// <param name="Dispatch">Edges of INT on their way to the driver, and thread switches.</param>
/// <param name="Collection">Garbage collections.</param>
/// <param name="Looks">Polls that handled no frame: IL, SPI bus, and the yield after it.</param>
/// <param name="Waiting">The program was blocked and no other thread was ready.</param>
/// <param name="OtherThreads">Threads of the application.</param>
internal readonly record struct PlatformParts(
    long Computing, long Bytes, long Cost, long Dispatch, long Collection, long Looks, long Waiting, long OtherThreads)
{
    public long Total => Computing + Bytes + Cost + Dispatch + Collection + Looks + Waiting + OtherThreads;

    public static PlatformParts operator -(PlatformParts one, PlatformParts other)
    {
        return new PlatformParts(
            one.Computing - other.Computing,
            one.Bytes - other.Bytes,
            one.Cost - other.Cost,
            one.Dispatch - other.Dispatch,
            one.Collection - other.Collection,
            one.Looks - other.Looks,
            one.Waiting - other.Waiting,
            one.OtherThreads - other.OtherThreads);
    }
}
