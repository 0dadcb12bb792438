// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Device.Spi;

/// <summary>The data wires of a bus.</summary>
public enum SpiBusConfiguration
{
    /// <summary>MOSI and MISO, at the same time.</summary>
    FullDuplex,

    /// <summary>One wire for both directions.</summary>
    HalfDuplex,

    /// <summary>One direction only. An ESP32 does not support it.</summary>
    Simplex,
}
