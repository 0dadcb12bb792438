// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.HostSim.Platform;

/// <summary>The clock of a machine on which nothing takes time. A test moves it.</summary>
internal sealed class MachineTime : TimeProvider
{
    public long Nanoseconds { get; set; }

    /// <summary>How much longer than asked for each sleep lasts.</summary>
    public long Oversleep { get; init; }

    /// <summary>The milliseconds of each sleep.</summary>
    public List<int> Sleeps { get; } = [];

    public override long TimestampFrequency => 1_000_000_000;

    public override long GetTimestamp()
    {
        return 5_000 + Nanoseconds;
    }

    public void Sleep(int milliseconds)
    {
        Sleeps.Add(milliseconds);
        Nanoseconds += milliseconds * 1_000_000L + Oversleep;
    }
}
