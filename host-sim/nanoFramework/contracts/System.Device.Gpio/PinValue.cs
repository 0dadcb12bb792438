// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Device.Gpio;

public readonly struct PinValue
{
    private readonly byte _value;

    public static extern implicit operator PinValue(int value);

    public static extern implicit operator PinValue(bool value);

    public static extern explicit operator byte(PinValue value);

    public static extern explicit operator int(PinValue value);

    public static extern explicit operator bool(PinValue value);

    public extern bool Equals(PinValue other);

    public extern override bool Equals(object obj);

    public static extern bool operator ==(PinValue a, PinValue b);

    public static extern bool operator !=(PinValue a, PinValue b);

    public extern override int GetHashCode();

    public extern override string ToString();

    public static extern PinValue High { get; }

    public static extern PinValue Low { get; }
}
