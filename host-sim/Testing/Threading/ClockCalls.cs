// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.ComponentModel;
using NanoTcp.Testing.Scheduling;

namespace NanoTcp.Testing.Threading;

/// <summary>Programs read virtual time. The time zone of the machine is not theirs: local time is UTC.</summary>
[Replaces(typeof(DateTime))]
[Replaces(typeof(Environment))]
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ClockCalls
{
    public static DateTime get_UtcNow()
    {
        return Read() is Baton baton ? baton.StartTime.AddMilliseconds(baton.Now) : DateTime.UtcNow;
    }

    public static DateTime get_Now()
    {
        return Read() is Baton baton ? DateTime.SpecifyKind(baton.StartTime.AddMilliseconds(baton.Now), DateTimeKind.Local) : DateTime.Now;
    }

    public static DateTime get_Today()
    {
        return get_Now().Date;
    }

    public static long get_TickCount64()
    {
        return Read() is Baton baton ? baton.Now : Environment.TickCount64;
    }

    public static int get_TickCount()
    {
        return Read() is Baton baton ? (int)baton.Now : Environment.TickCount;
    }

    private static Baton? Read()
    {
        Baton? baton = Baton.CurrentProgram?.Baton;
        baton?.CountCall();
        return baton;
    }
}
