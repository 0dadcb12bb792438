// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Device.Spi;

/// <summary>Polarity and phase of the clock.</summary>
public enum SpiMode
{
    /// <summary>Clock idles low, data is taken at its rising edge.</summary>
    Mode0,

    /// <summary>Clock idles low, data is taken at its falling edge.</summary>
    Mode1,

    /// <summary>Clock idles high, data is taken at its falling edge.</summary>
    Mode2,

    /// <summary>Clock idles high, data is taken at its rising edge.</summary>
    Mode3,
}
