// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Benchmarks.Tap;

/// <summary>Processor time in seconds, as the kernel accounts it.</summary>
internal readonly record struct CpuTime(double User, double System)
{
    public static CpuTime operator -(CpuTime later, CpuTime earlier) => new(later.User - earlier.User, later.System - earlier.System);

    public static CpuTime operator +(CpuTime one, CpuTime other) => new(one.User + other.User, one.System + other.System);
}
