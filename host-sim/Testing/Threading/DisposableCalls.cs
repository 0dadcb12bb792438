// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.ComponentModel;

namespace NanoTcp.Testing.Threading;

/// <summary>A timer in a using statement is disposed of by way of its interface.</summary>
[Replaces(typeof(IDisposable))]
[EditorBrowsable(EditorBrowsableState.Never)]
public static class DisposableCalls
{
    public static void Dispose(IDisposable disposable)
    {
        TimerCalls.Dispose(disposable);
    }
}
