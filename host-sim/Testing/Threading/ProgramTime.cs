// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Testing.Scheduling;

namespace NanoTcp.Testing.Threading;

/// <summary>Time-outs of .NET's calls, in virtual time.</summary>
internal static class ProgramTime
{
    /// <summary>Blocks a program until a condition holds; null: until the time is over.</summary>
    /// <param name="current">The calling thread.</param>
    /// <param name="condition">The condition; any thread asks it.</param>
    /// <param name="milliseconds">The time; <see cref="Timeout.Infinite"/>: without end.</param>
    /// <returns>False: the time is over.</returns>
    public static bool Wait(ProgramThread current, Func<bool>? condition, int milliseconds)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(milliseconds, Timeout.Infinite);
        Baton baton = current.Baton;
        long deadline = milliseconds == Timeout.Infinite ? long.MaxValue : baton.Now + milliseconds;
        return baton.Wait(condition == null ? null : new ConditionWaiter(condition), deadline);
    }

    public static int Milliseconds(TimeSpan time)
    {
        return checked((int)time.TotalMilliseconds);
    }
}
