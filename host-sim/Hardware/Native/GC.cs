// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace nanoFramework.Runtime.Native;

/// <summary>The garbage collector, of this machine instead of the device's.</summary>
public static class GC
{
    /// <summary>Collects.</summary>
    /// <param name="compactHeap">Whether to move objects together as well.</param>
    /// <returns>Free bytes, as far as a device could count them.</returns>
    public static uint Run(bool compactHeap)
    {
        System.GC.Collect(System.GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compactHeap);
        long free = System.GC.GetGCMemoryInfo().TotalAvailableMemoryBytes - System.GC.GetTotalMemory(forceFullCollection: false);
        return (uint)Math.Clamp(free, 0, uint.MaxValue);
    }
}
