// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Runtime.InteropServices;

namespace NanoTcp.HostSim.Tap;

/// <summary>Waits for whatever comes first: a frame, standard input, a signal to stop, or the time.</summary>
internal static unsafe class TapWait
{
    private const int StandardInput = 0;

    /// <summary>While the host's end is down nothing reports that it comes up. So it is checked at this interval, in milliseconds.</summary>
    private const int DownInterval = 100;

    /// <summary>The time to wait at <paramref name="now"/> when the stack wants to be polled at <paramref name="next"/>.</summary>
    public static int Timeout(TapLink tap, long now, long next)
    {
        long limit = tap.IsUp ? int.MaxValue : DownInterval;
        return (int)Math.Clamp(next - now, 0, limit);
    }

    /// <summary>Waits at most <paramref name="timeout"/> milliseconds.</summary>
    /// <exception cref="IOException">The interface is gone.</exception>
    public static Readiness For(TapLink tap, StopSignal stop, bool input, int timeout)
    {
        Libc.PollFd* fds = stackalloc Libc.PollFd[3];
        fds[0] = new Libc.PollFd { Fd = tap.Fd, Events = Libc.PollIn };
        fds[1] = new Libc.PollFd { Fd = stop.Fd, Events = Libc.PollIn };
        fds[2] = new Libc.PollFd { Fd = StandardInput, Events = Libc.PollIn };
        if (Libc.Poll(fds, input ? 3u : 2u, timeout) < 0)
        {
            // Interrupted: the caller looks at everything again, as after a time-out.
            return Marshal.GetLastPInvokeError() == Libc.EIntr ? Readiness.None : throw tap.Lost();
        }

        if ((fds[0].Revents & (Libc.PollErr | Libc.PollHup | Libc.PollNval)) != 0)
        {
            throw tap.Lost();
        }

        Readiness ready = Readiness.None;
        if (fds[0].Revents != 0)
        {
            ready |= Readiness.Frame;
        }

        if (fds[1].Revents != 0)
        {
            ready |= Readiness.Stop;
        }

        if (fds[2].Revents != 0)
        {
            ready |= Readiness.Input;
        }

        return ready;
    }
}
