// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Device.Gpio;

/// <summary>An edge of a pin.</summary>
public class PinValueChangedEventArgs(PinEventTypes changeType, int pinNumber)
{
    /// <summary>Which edge.</summary>
    public PinEventTypes ChangeType { get; } = changeType;

    /// <summary>Which pin.</summary>
    public int PinNumber { get; } = pinNumber;
}
