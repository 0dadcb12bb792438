// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Device.Gpio;

public readonly struct PinValuePair
{
    private readonly int _pinNumber;

    public extern PinValuePair(int pinNumber, PinValue pinValue);

    public extern void Deconstruct(out int pinNumber, out PinValue pinValue);

    public extern int PinNumber { get; }

    public extern PinValue PinValue { get; }
}
