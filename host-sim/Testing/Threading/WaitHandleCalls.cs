// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.ComponentModel;
using NanoTcp.Testing.Scheduling;

namespace NanoTcp.Testing.Threading;

/// <summary>A program waits for an event in virtual time.</summary>
[Replaces(typeof(WaitHandle))]
[EditorBrowsable(EditorBrowsableState.Never)]
public static class WaitHandleCalls
{
    public static bool WaitOne(WaitHandle handle)
    {
        return WaitOne(handle, Timeout.Infinite);
    }

    public static bool WaitOne(WaitHandle handle, TimeSpan timeout)
    {
        return WaitOne(handle, ProgramTime.Milliseconds(timeout));
    }

    public static bool WaitOne(WaitHandle handle, TimeSpan timeout, bool exitContext)
    {
        return WaitOne(handle, timeout);
    }

    public static bool WaitOne(WaitHandle handle, int millisecondsTimeout, bool exitContext)
    {
        return WaitOne(handle, millisecondsTimeout);
    }

    public static bool WaitOne(WaitHandle handle, int millisecondsTimeout)
    {
        if (Baton.CurrentProgram is not ProgramThread current)
        {
            return handle.WaitOne(millisecondsTimeout);
        }

        // The thread that asks takes the signal for this one. A mutex would be its own then.
        return handle is Mutex
            ? throw new NotSupportedException("The simulation has no Mutex. Use Monitor or lock.")
            : ProgramTime.Wait(current, () => handle.WaitOne(0), millisecondsTimeout);
    }

    public static int WaitAny(WaitHandle[] waitHandles)
    {
        return WaitAny(waitHandles, Timeout.Infinite);
    }

    public static int WaitAny(WaitHandle[] waitHandles, int millisecondsTimeout, bool exitContext)
    {
        return WaitAny(waitHandles, millisecondsTimeout);
    }

    public static int WaitAny(WaitHandle[] waitHandles, int millisecondsTimeout)
    {
        if (Baton.CurrentProgram is not ProgramThread current)
        {
            return WaitHandle.WaitAny(waitHandles, millisecondsTimeout);
        }

        int signalled = WaitHandle.WaitTimeout;
        ProgramTime.Wait(current, () => (signalled = WaitHandle.WaitAny(waitHandles, 0)) != WaitHandle.WaitTimeout, millisecondsTimeout);
        return signalled;
    }

    public static bool WaitAll(WaitHandle[] waitHandles)
    {
        return WaitAll(waitHandles, Timeout.Infinite);
    }

    public static bool WaitAll(WaitHandle[] waitHandles, int millisecondsTimeout, bool exitContext)
    {
        return WaitAll(waitHandles, millisecondsTimeout);
    }

    public static bool WaitAll(WaitHandle[] waitHandles, int millisecondsTimeout)
    {
        return Baton.CurrentProgram is ProgramThread current
            ? ProgramTime.Wait(current, () => WaitHandle.WaitAll(waitHandles, 0), millisecondsTimeout)
            : WaitHandle.WaitAll(waitHandles, millisecondsTimeout);
    }
}
