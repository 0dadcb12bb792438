// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Virtual;

namespace NanoTcp.Drivers;

/// <summary>
/// The device's AutoResetEvent as the drivers see it on the desktop, where to wait is to let the simulated board's time pass. It stands in their
/// namespace for the reason that <see cref="Thread"/> gives.
/// </summary>
internal sealed class AutoResetEvent(bool initialState)
{
    private bool _isSet = initialState;

    public void Set()
    {
        _isSet = true;
    }

    /// <summary>Waits until it is set. Returns whether it was, and resets it then.</summary>
    public bool WaitOne(int milliseconds, bool exitContext)
    {
        if (!_isSet)
        {
            VirtualBoard.Current.Wait(milliseconds, () => _isSet);
        }

        bool wasSet = _isSet;
        _isSet = false;
        return wasSet;
    }
}
