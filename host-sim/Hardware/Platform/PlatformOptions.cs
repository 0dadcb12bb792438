// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Hardware.Platform;

/// <summary>What nanoFramework on an ESP32 costs. docs/throughput.md says where each value comes from.</summary>
public sealed class PlatformOptions
{
    /// <summary>The step of the clock, and of a wait when no thread is ready. FreeRTOS has 100 Hz unless a build of the firmware says otherwise.</summary>
    public int TickMilliseconds { get; init; } = 10;

    /// <summary>The time of an IL instruction. A guess.</summary>
    public long OpNanoseconds { get; init; } = 1_000;

    /// <summary>The managed heap that the program leaves free. When garbage has filled it, the collector runs.</summary>
    public int FreeHeap { get; init; } = 12 * 1024;

    /// <summary>How long a thread computes while others are ready.</summary>
    public int QuantumMilliseconds { get; init; } = 20;

    /// <summary>A thread switch and the call that leads to it, counted in the time of so many IL instructions. Computed from a measured exchange of two threads.</summary>
    public int SwitchOps { get; init; } = 51;

    /// <summary>A garbage collection, counted in the time of so many IL instructions. A guess.</summary>
    public int CollectionOps { get; init; } = 2_000;
}
