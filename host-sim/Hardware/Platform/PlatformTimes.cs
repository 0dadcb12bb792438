// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Hardware.Platform;

/// <summary>What the processor did while it was not busy with the SPI bus. All times are in nanoseconds.</summary>
/// <param name="Computing">The program's IL.</param>
/// <param name="Dispatch">Edges of pins on their way to the program, and thread switches.</param>
/// <param name="Collection">Garbage collections.</param>
/// <param name="Waiting">No thread was ready.</param>
/// <param name="OtherThreads">Other threads computed.</param>
public readonly record struct PlatformTimes(long Computing, long Dispatch, long Collection, long Waiting, long OtherThreads)
{
    /// <summary>All of it.</summary>
    public long Total => Computing + Dispatch + Collection + Waiting + OtherThreads;

    /// <summary>The time between two moments.</summary>
    public static PlatformTimes operator -(PlatformTimes one, PlatformTimes other)
    {
        return new PlatformTimes(
            one.Computing - other.Computing,
            one.Dispatch - other.Dispatch,
            one.Collection - other.Collection,
            one.Waiting - other.Waiting,
            one.OtherThreads - other.OtherThreads);
    }
}
