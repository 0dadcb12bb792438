// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Virtual;

namespace System.Device.Gpio;

/// <summary>An open pin of the current <see cref="VirtualBoard"/>.</summary>
public sealed class GpioPin : IDisposable
{
    private readonly VirtualPin _pin;
    private readonly PinValueChangedEventArgs _rising;
    private readonly PinValueChangedEventArgs _falling;
    private TimeSpan _debounceTimeout = TimeSpan.Zero;
    private PinValueChangedEventHandler? _callbacks;
    private bool _isDisposed;

    internal GpioPin(VirtualPin pin)
    {
        _pin = pin;
        _rising = new PinValueChangedEventArgs(PinEventTypes.Rising, pin.Number);
        _falling = new PinValueChangedEventArgs(PinEventTypes.Falling, pin.Number);
        pin.Owner = this;
    }

    /// <summary>
    /// Both edges, while the pin is an input; each write, while it is an output. They arrive later, when the board delivers its interrupts.
    /// Subscribing sets the mode again, which drives an output low.
    /// </summary>
    public event PinValueChangedEventHandler ValueChanged
    {
        add
        {
            Change((PinValueChangedEventHandler?)Delegate.Combine(_callbacks, value));
        }

        remove
        {
            Change((PinValueChangedEventHandler?)Delegate.Remove(_callbacks, value));
        }
    }

    /// <summary>The number of the pin.</summary>
    public int PinNumber => _pin.Number;

    /// <summary>
    /// Edges are ignored for this time after an edge, and that edge counts only if its level lasts. Between two values that are not zero the platform
    /// keeps the first.
    /// </summary>
    public TimeSpan DebounceTimeout
    {
        get => _debounceTimeout;

        set
        {
            _debounceTimeout = value;
            _pin.SetDebounce(value);
        }
    }

    internal bool HasCallbacks => _callbacks != null;

    /// <summary>What the pin does.</summary>
    public PinMode GetPinMode()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _pin.Mode;
    }

    /// <summary>Whether the pin can do this: some are inputs only.</summary>
    public bool IsPinModeSupported(PinMode pinMode)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _pin.Supports(pinMode);
    }

    /// <summary>Says what the pin does. An output starts low.</summary>
    /// <exception cref="ArgumentException">The pin cannot.</exception>
    public void SetPinMode(PinMode value)
    {
        Use();
        _pin.SetMode(value);
    }

    /// <summary>The level on the pin.</summary>
    public PinValue Read()
    {
        Use();
        return _pin.Level;
    }

    /// <summary>Drives an output.</summary>
    /// <exception cref="ArgumentException">The pin is an input.</exception>
    public void Write(PinValue value)
    {
        Use();
        if (!_pin.IsOutput)
        {
            throw new ArgumentException($"Pin {PinNumber} is an input.");
        }

        _pin.Write((bool)value);
    }

    /// <summary>Inverts the level last written to an output. Does nothing for an input.</summary>
    public void Toggle()
    {
        Use();
        if (_pin.IsOutput)
        {
            _pin.Write(!_pin.Latch);
        }
    }

    /// <summary>Makes the pin an input and releases it.</summary>
    public void Dispose()
    {
        if (!_isDisposed)
        {
            _isDisposed = true;
            _callbacks = null;
            _pin.Release();
        }
    }

    internal void OnEdge(bool level)
    {
        _callbacks?.Invoke(this, level ? _rising : _falling);
    }

    private void Use()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _pin.BeginUse();
    }

    private void Change(PinValueChangedEventHandler? callbacks)
    {
        Use();
        _callbacks = callbacks;
        _pin.SetMode(_pin.Mode);
    }
}
