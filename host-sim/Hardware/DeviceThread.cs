// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Virtual;

namespace NanoTcp.Hardware;

/// <summary>The part of the device's Thread whose meaning changes on the desktop: to sleep is to let the simulated board's time pass.</summary>
public static class DeviceThread
{
    /// <summary>Lets time pass on the current board; its chips go on meanwhile, and interrupts are delivered.</summary>
    public static void Sleep(int milliseconds)
    {
        VirtualBoard.Current.Sleep(milliseconds);
    }
}
