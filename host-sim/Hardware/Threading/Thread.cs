// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Virtual;

namespace NanoTcp.Drivers;

/// <summary>
/// The device's Thread as the drivers see it on the desktop, where to sleep is to let the simulated board's time pass. It stands in their namespace, which
/// the compiler searches before System.Threading: so they need not know of it, and nobody else gets it.
/// </summary>
internal static class Thread
{
    /// <summary>Lets time pass on the current board; its chips go on meanwhile, and interrupts are delivered.</summary>
    public static void Sleep(int milliseconds)
    {
        VirtualBoard.Current.Sleep(milliseconds);
    }
}
