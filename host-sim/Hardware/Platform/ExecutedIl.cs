// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Hardware.Platform;

/// <summary>
/// The IL that the firmware has executed on this thread so far. Code that NanoTcp.Metering has rewritten adds to it, the managed methods of
/// the framework included. Without such code it stays 0.
/// </summary>
public static class ExecutedIl
{
    /// <summary>IL instructions.</summary>
    [ThreadStatic]
    public static long Ops;

    /// <summary>Bytes of the objects made, by the sizes of the device.</summary>
    [ThreadStatic]
    public static long Bytes;

    private const int ArrayHeader = 20;
    private const int Block = 12;

    /// <summary>Adds an array, whose memory is in blocks of 12 bytes.</summary>
    public static void AddArray(int length, int elementSize)
    {
        Bytes += (ArrayHeader + (long)length * elementSize + Block - 1) / Block * Block;
    }
}
