// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Virtual;

namespace NanoTcp.SelfTest.Measurements;

/// <summary>The device's Thread as the measurements of SelfTest and BoardReport see it on the desktop: see the one of the drivers.</summary>
internal static class Thread
{
    /// <summary>Lets time pass on the current board. Edges that wait are delivered, even in no time.</summary>
    public static void Sleep(int milliseconds)
    {
        VirtualBoard.Current.Sleep(milliseconds);
        VirtualBoard.Current.DeliverInterrupts();
    }
}
