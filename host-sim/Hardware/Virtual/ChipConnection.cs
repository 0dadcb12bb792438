// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Hardware.Virtual;

/// <summary>A chip with its wires. It turns the levels of pins into selections and resets, and the chip's INT into the level of a pin.</summary>
internal sealed class ChipConnection
{
    private readonly ChipWiring _wiring;
    private readonly SpiCounters _counters;
    private readonly VirtualPin _chipSelect;
    private readonly VirtualPin? _reset;
    private readonly VirtualPin? _interrupt;
    private bool _isSelected;
    private bool _isResetLow;

    public ChipConnection(IEthernetChip chip, ChipWiring wiring, VirtualPins pins, SpiCounters counters)
    {
        Chip = chip;
        _wiring = wiring;
        _counters = counters;
        _chipSelect = Require(pins, wiring.ChipSelect);
        _chipSelect.OutputChanged += OnInputs;
        if (wiring.Reset != ChipWiring.NotWired)
        {
            _reset = Require(pins, wiring.Reset);
            _reset.OutputChanged += OnInputs;
        }

        if (wiring.Interrupt != ChipWiring.NotWired)
        {
            _interrupt = Require(pins, wiring.Interrupt);
            chip.InterruptChanged += OnInterrupt;
            OnInterrupt();
        }

        OnInputs();
    }

    public IEthernetChip Chip { get; }

    /// <summary>Clocks the chip if it is selected and on this bus.</summary>
    /// <returns>Whether it drives the bus's MISO. The bytes on that wire are then in <paramref name="toHost"/>.</returns>
    public bool Shift(VirtualSpiBus bus, ReadOnlySpan<byte> fromHost, Span<byte> toHost)
    {
        if (!_isSelected || bus.Sclk != _wiring.Sclk)
        {
            return false;
        }

        Chip.CheckBus(bus.Mode, bus.ClockHz);
        Chip.Exchange(fromHost, toHost);
        return bus.Miso == _wiring.Miso;
    }

    /// <summary>Whether the chip hears what the bus sends.</summary>
    public bool Hears(VirtualSpiBus bus)
    {
        return bus.Mosi == _wiring.Mosi;
    }

    private static VirtualPin Require(VirtualPins pins, int number)
    {
        return pins.Find(number) ?? throw new ArgumentException($"There is no pin {number} to wire a chip to.");
    }

    private void OnInputs()
    {
        bool isResetLow = _reset is { LevelAtChip: false };
        bool isSelected = !isResetLow && !_chipSelect.LevelAtChip;
        if (_isSelected && !isSelected)
        {
            _isSelected = false;
            Chip.Deselect();
        }

        if (isResetLow != _isResetLow)
        {
            _isResetLow = isResetLow;
            Chip.ResetLow = isResetLow;
        }

        if (isSelected && !_isSelected)
        {
            _isSelected = true;
            _counters.Transactions++;
            Chip.Select();
        }
    }

    private void OnInterrupt()
    {
        _interrupt?.Drive(!Chip.InterruptLow);
    }
}
