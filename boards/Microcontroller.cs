// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Boards
{
    /// <summary>The family of the microcontroller, which decides what its pins can do.</summary>
    public enum Microcontroller
    {
        /// <summary>The first ESP32, the ESP32-PICO included.</summary>
        Esp32,

        /// <summary>The ESP32-S3.</summary>
        Esp32S3,
    }
}
