// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Runtime.InteropServices;

namespace NanoTcp.HostSim.Platform;

/// <summary>Ctrl-C and the request to terminate, on every operating system.</summary>
internal sealed class StopRequest : IDisposable
{
    private readonly ManualResetEventSlim _requested = new();
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;

    public StopRequest()
    {
        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    }

    /// <summary>Whether the program was asked to end.</summary>
    public bool IsRequested => _requested.IsSet;

    /// <summary>Sleeps until the request comes, at most the given time.</summary>
    public void Wait(int milliseconds)
    {
        _requested.Wait(milliseconds);
    }

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _requested.Dispose();
    }

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        _requested.Set();
    }
}
