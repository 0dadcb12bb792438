// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Diagnostics;

namespace NanoTcp.HostSim.Platform;

/// <summary>Milliseconds since the clock was made; setting the machine's time does not move it.</summary>
internal sealed class MonotonicClock
{
    private readonly long _start = Stopwatch.GetTimestamp();

    public long Milliseconds => (Stopwatch.GetTimestamp() - _start) / (Stopwatch.Frequency / 1000);
}
