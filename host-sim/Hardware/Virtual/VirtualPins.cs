// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Device.Gpio;

namespace NanoTcp.Hardware.Virtual;

/// <summary>The pins of a board, and their users.</summary>
internal sealed class VirtualPins
{
    private readonly VirtualPin?[] _pins;

    public VirtualPins(VirtualBoard board, bool hasPsram)
    {
        Soc soc = board.Soc;
        _pins = new VirtualPin?[soc.PinCount];
        for (int i = 0; i < soc.PinCount; i++)
        {
            if (soc.HasPin(i))
            {
                _pins[i] = new VirtualPin(i, soc.HasOutput(i), board, Interrupts)
                {
                    IsReserved = hasPsram && i >= soc.FirstPsramPin && i <= soc.LastPsramPin,
                };
            }
        }
    }

    public InterruptQueue Interrupts { get; } = new();

    public int Count => _pins.Length;

    public long NextEventNanoseconds
    {
        get
        {
            long next = long.MaxValue;
            foreach (VirtualPin? pin in _pins)
            {
                next = Math.Min(next, pin?.DebounceEnd ?? long.MaxValue);
            }

            return next;
        }
    }

    public VirtualPin? Find(int number)
    {
        return number >= 0 && number < _pins.Length ? _pins[number] : null;
    }

    public bool IsReserved(int number)
    {
        return Find(number) is { IsReserved: true };
    }

    public bool Supports(int number, PinMode mode)
    {
        return Find(number) is { } pin && pin.Supports(mode);
    }

    public VirtualPin Reserve(int number)
    {
        if (Find(number) is not { IsReserved: false } pin)
        {
            throw new InvalidOperationException($"Pin {number} does not exist or is taken.");
        }

        pin.IsReserved = true;
        return pin;
    }

    public GpioPin GetOpen(int number)
    {
        return Find(number)?.Owner ?? throw new InvalidOperationException($"Pin {number} is not open.");
    }

    public void CloseAll()
    {
        foreach (VirtualPin? pin in _pins)
        {
            pin?.Owner?.Dispose();
        }
    }

    public void Register(int number, PinCallback callback)
    {
        GpioPin pin = GetOpen(number);
        Unregister(number);
        Find(number)!.Callback = callback;
        pin.ValueChanged += callback.OnValueChanged;
    }

    public void Unregister(int number)
    {
        if (Find(number) is { Owner: { } owner, Callback: { } callback } pin)
        {
            owner.ValueChanged -= callback.OnValueChanged;
            pin.Callback = null;
        }
    }

    public void Advance()
    {
        foreach (VirtualPin? pin in _pins)
        {
            pin?.Advance();
        }
    }

    /// <summary>Hands the edges that wait now to the application.</summary>
    public int Deliver()
    {
        int count = Interrupts.Count;
        for (int i = 0; i < count && Interrupts.Count > 0; i++)
        {
            DeliverOne();
        }

        return count;
    }

    /// <summary>Hands the first edge that waits to the application.</summary>
    public void DeliverOne()
    {
        int number = Interrupts.Take(out bool level);
        Find(number)?.Owner?.OnEdge(level);
    }
}
