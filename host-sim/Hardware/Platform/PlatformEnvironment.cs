// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Virtual;

namespace NanoTcp.Hardware.Platform;

/// <summary>Stands for System.Environment of nanoFramework in the rewritten firmware.</summary>
public static class PlatformEnvironment
{
    /// <summary>The clock of the current board's platform, in milliseconds. It moves by a tick.</summary>
    /// <exception cref="InvalidOperationException">The board has none.</exception>
    public static long TickCount64 => Esp32Platform.Of(VirtualBoard.Current).TickCount64;
}
