// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Diagnostics;
using System.Runtime.InteropServices;

namespace NanoTcp.Benchmarks.Scaling;

/// <summary>Processor time of the calling thread on Linux, which other programs do not lengthen; elsewhere the time that has passed.</summary>
internal static unsafe partial class ThreadTime
{
    private const int ThreadCpuTimeClock = 3;
    private const long NanosecondsPerSecond = 1_000_000_000;

    public static long Nanoseconds
    {
        get
        {
            if (!OperatingSystem.IsLinux())
            {
                return Stopwatch.GetTimestamp() * (NanosecondsPerSecond / Stopwatch.Frequency);
            }

            long* time = stackalloc long[2];
            _ = GetTime(ThreadCpuTimeClock, time);
            return time[0] * NanosecondsPerSecond + time[1];
        }
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, long* time);
}
