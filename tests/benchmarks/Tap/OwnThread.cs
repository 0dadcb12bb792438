// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Runtime.ExceptionServices;

namespace NanoTcp.Benchmarks.Tap;

/// <summary>A thread for what changes its network and its priority: neither is to stay with the thread that called.</summary>
internal static class OwnThread
{
    /// <summary>Does the work to its end, or to its failure, which becomes the caller's.</summary>
    public static void Run(Action work)
    {
        Exception? failure = null;
        Thread thread = new(() =>
        {
            try
            {
                TakePriority(1);
                work();
            }
            catch (Exception problem)
            {
                // That thread removes the resources of the caller.
                failure = problem;
            }
        });
        thread.Start();
        thread.Join();
        if (failure != null)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>The calling thread, and the processes that it starts, go before whatever else the machine does.</summary>
    public static unsafe void TakePriority(int realTime)
    {
        _ = Libc.SetScheduler(0, Libc.SchedRoundRobin, &realTime);
    }
}
