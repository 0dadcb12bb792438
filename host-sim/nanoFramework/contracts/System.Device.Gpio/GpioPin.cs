// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Device.Gpio;

public sealed class GpioPin : IDisposable
{
    public extern PinMode GetPinMode();

    public extern bool IsPinModeSupported(PinMode pinMode);

    public extern void SetPinMode(PinMode value);

    public extern PinValue Read();

    public extern void Write(PinValue value);

    public extern void Toggle();

    public extern void Dispose();

    public extern TimeSpan DebounceTimeout { get; set; }

    public extern int PinNumber { get; }

    public extern event PinValueChangedEventHandler ValueChanged;

    internal extern GpioPin();
}
