// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Virtual;

namespace System.Device.Gpio;

/// <summary>The pins of the current <see cref="VirtualBoard"/>. All controllers share what is open.</summary>
public sealed class GpioController : IDisposable
{
    private readonly VirtualPins _pins = VirtualBoard.Current.Pins;
    private bool _isDisposed;

    /// <summary>The pins, as the microcontroller counts them.</summary>
    public GpioController()
    {
    }

    /// <summary>The pins; the scheme is remembered and ignored.</summary>
    public GpioController(PinNumberingScheme numberingScheme)
    {
        NumberingScheme = numberingScheme;
    }

    /// <summary>The scheme given to the constructor.</summary>
    public PinNumberingScheme NumberingScheme { get; }

    /// <summary>How many numbers there are.</summary>
    public int PinCount => _pins.Count;

    /// <summary>Opens a pin as it is.</summary>
    /// <exception cref="InvalidOperationException">It does not exist, is open, or is reserved for a bus or the memory.</exception>
    public GpioPin OpenPin(int pinNumber)
    {
        return new GpioPin(_pins.Reserve(pinNumber));
    }

    /// <summary>Opens a pin and says what it does. An output starts low.</summary>
    /// <exception cref="InvalidOperationException">It does not exist, is open, or is reserved for a bus or the memory.</exception>
    /// <exception cref="ArgumentException">It cannot do this.</exception>
    public GpioPin OpenPin(int pinNumber, PinMode mode)
    {
        GpioPin pin = OpenPin(pinNumber);
        try
        {
            pin.SetPinMode(mode);
        }
        catch (ArgumentException)
        {
            pin.Dispose();
            throw;
        }

        return pin;
    }

    /// <summary>Gives a pin back.</summary>
    /// <exception cref="InvalidOperationException">It is not open.</exception>
    public void ClosePin(int pinNumber)
    {
        _pins.GetOpen(pinNumber).Dispose();
    }

    /// <summary>Whether a pin is taken, by an open pin or otherwise.</summary>
    public bool IsPinOpen(int pinNumber)
    {
        return _pins.IsReserved(pinNumber);
    }

    /// <summary>What a pin does.</summary>
    /// <exception cref="InvalidOperationException">It is not open.</exception>
    public PinMode GetPinMode(int pinNumber)
    {
        return _pins.GetOpen(pinNumber).GetPinMode();
    }

    /// <summary>Whether a pin can do this.</summary>
    public bool IsPinModeSupported(int pinNumber, PinMode mode)
    {
        return _pins.Supports(pinNumber, mode);
    }

    /// <summary>Says what a pin does.</summary>
    /// <exception cref="InvalidOperationException">It is not open.</exception>
    /// <exception cref="ArgumentException">It cannot do this.</exception>
    public void SetPinMode(int pinNumber, PinMode mode)
    {
        GetOpen(pinNumber).SetPinMode(mode);
    }

    /// <summary>The level on a pin.</summary>
    /// <exception cref="InvalidOperationException">It is not open.</exception>
    public PinValue Read(int pinNumber)
    {
        return GetOpen(pinNumber).Read();
    }

    /// <summary>Drives a pin.</summary>
    /// <exception cref="InvalidOperationException">It is not open.</exception>
    /// <exception cref="ArgumentException">It is an input.</exception>
    public void Write(int pinNumber, PinValue value)
    {
        GetOpen(pinNumber).Write(value);
    }

    /// <summary>Calls back at edges of a pin. Each pin has one callback, the last one registered.</summary>
    /// <exception cref="InvalidOperationException">The pin is not open.</exception>
    public void RegisterCallbackForPinValueChangedEvent(int pinNumber, PinEventTypes eventTypes, PinChangeEventHandler callback)
    {
        _pins.Register(pinNumber, new PinCallback(this, eventTypes, callback));
    }

    /// <summary>Calls back no more for a pin.</summary>
    public void UnregisterCallbackForPinValueChangedEvent(int pinNumber, PinChangeEventHandler callback)
    {
        _pins.Unregister(pinNumber);
    }

    /// <summary>Gives all open pins back.</summary>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _pins.CloseAll();
        }
    }

    private GpioPin GetOpen(int pinNumber)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _pins.GetOpen(pinNumber);
    }
}
