// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.ComponentModel;
using NanoTcp.Testing.Scheduling;

namespace NanoTcp.Testing.Threading;

/// <summary>A program's time-out by a cancellation token comes in virtual time.</summary>
[Replaces(typeof(CancellationTokenSource))]
[EditorBrowsable(EditorBrowsableState.Never)]
public static class CancellationCalls
{
    public static CancellationTokenSource Create(TimeSpan delay)
    {
        return Create(ProgramTime.Milliseconds(delay));
    }

    public static CancellationTokenSource Create(int millisecondsDelay)
    {
        CancellationTokenSource source = new();
        CancelAfter(source, millisecondsDelay);
        return source;
    }

    public static void CancelAfter(CancellationTokenSource source, TimeSpan delay)
    {
        CancelAfter(source, ProgramTime.Milliseconds(delay));
    }

    public static void CancelAfter(CancellationTokenSource source, int millisecondsDelay)
    {
        if (Baton.CurrentProgram is not ProgramThread current)
        {
            source.CancelAfter(millisecondsDelay);
        }
        else if (millisecondsDelay != Timeout.Infinite)
        {
            current.Baton.StartThread("cancellation", current.Owner, () =>
            {
                // A token that was cancelled or disposed of needs no time-out any more.
                if (!ProgramTime.Wait(Baton.CurrentProgram!, () => source.IsCancellationRequested, millisecondsDelay))
                {
                    TryCancel(source);
                }
            });
        }
    }

    private static void TryCancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // As .NET's own timer does, which ends when the source is disposed of.
        }
    }
}
