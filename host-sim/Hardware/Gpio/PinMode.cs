// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Device.Gpio;

/// <summary>The modes of a pin.</summary>
public enum PinMode
{
    /// <summary>Input without a resistor.</summary>
    Input = 0,

    /// <summary>Input that is low where nothing drives it.</summary>
    InputPullDown,

    /// <summary>Input that is high where nothing drives it.</summary>
    InputPullUp,

    /// <summary>Output that drives both levels.</summary>
    Output,

    /// <summary>Output that drives low only.</summary>
    OutputOpenDrain,

    /// <summary>Output that drives low only, with a resistor to high.</summary>
    OutputOpenDrainPullUp,

    /// <summary>The platform makes it an open drain too.</summary>
    OutputOpenSource,

    /// <summary>The platform makes it an open drain too, with a resistor to low.</summary>
    OutputOpenSourcePullDown,
}
