// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Runtime.InteropServices;

namespace NanoTcp.HostSim.Tap;

/// <summary>Turns SIGINT and SIGTERM into a file descriptor that becomes readable, so that one poll(2) waits for everything.</summary>
internal sealed unsafe class StopSignal : IDisposable
{
    private readonly PosixSignalRegistration _interrupt;
    private readonly PosixSignalRegistration _terminate;
    private volatile bool _requested;

    public StopSignal()
    {
        Fd = Libc.EventFd(0, Libc.EfdNonBlock | Libc.EfdCloExec);
        if (Fd < 0)
        {
            throw new InvalidOperationException($"No event descriptor: {Marshal.GetLastPInvokeErrorMessage()}.");
        }

        _interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        _terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
    }

    /// <summary>The file descriptor. It becomes readable when the process is asked to end.</summary>
    public int Fd { get; }

    /// <summary>Whether the process was asked to end, for a loop that is too busy to wait.</summary>
    public bool IsRequested => _requested;

    /// <summary>Makes the file descriptor readable, and asks nobody to end.</summary>
    public void Wake()
    {
        ulong one = 1;
        _ = Libc.Write(Fd, (byte*)&one, sizeof(ulong));
    }

    /// <summary>Makes it unreadable again. A request to end is remembered: look at <see cref="IsRequested"/> afterwards.</summary>
    public void Forget()
    {
        ulong count;
        _ = Libc.Read(Fd, (byte*)&count, sizeof(ulong));
    }

    public void Dispose()
    {
        _interrupt.Dispose();
        _terminate.Dispose();
        _ = Libc.Close(Fd);
    }

    private void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        _requested = true;
        Wake();
    }
}
