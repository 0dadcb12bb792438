// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Device.Gpio;

/// <summary>How pins are counted. The platform has only one scheme and ignores this.</summary>
public enum PinNumberingScheme
{
    /// <summary>As the microcontroller counts them.</summary>
    Logical,

    /// <summary>As the board counts them.</summary>
    Board,
}
