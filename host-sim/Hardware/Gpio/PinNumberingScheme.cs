// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Device.Gpio;

/// <summary>How pins are counted. The platform knows one way only and ignores it.</summary>
public enum PinNumberingScheme
{
    /// <summary>As the microcontroller counts them.</summary>
    Logical,

    /// <summary>As the board counts them.</summary>
    Board,
}
