// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Virtual;

namespace NanoTcp.Hardware.Platform;

/// <summary>Stands for System.Threading.AutoResetEvent of nanoFramework in the rewritten firmware.</summary>
/// <param name="initialState">Whether it is set.</param>
public sealed class PlatformEvent(bool initialState)
{
    private bool _isSet = initialState;

    /// <summary>Lets one wait pass, the present or the next.</summary>
    public bool Set()
    {
        _isSet = true;
        return true;
    }

    /// <summary>Blocks until it is set, at most for some milliseconds. Says whether it was.</summary>
    /// <exception cref="InvalidOperationException">The current board has no platform.</exception>
    public bool WaitOne(int millisecondsTimeout, bool exitContext)
    {
        return Esp32Platform.Of(VirtualBoard.Current).Block(this, millisecondsTimeout);
    }

    internal bool TryTake()
    {
        bool wasSet = _isSet;
        _isSet = false;
        return wasSet;
    }
}
