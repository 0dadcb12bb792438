// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Device.Gpio;
using System.Device.Spi;

namespace NanoTcp.Hardware.Virtual;

/// <summary>A device that is open on an SPI bus: its chip select, and its transfers.</summary>
internal sealed class SpiSlot
{
    private readonly VirtualBoard _board;
    private readonly VirtualSpiBus _bus;
    private readonly SpiBusConfiguration _configuration;
    private readonly bool _active;
    private readonly VirtualPin? _chipSelect;

    public SpiSlot(VirtualBoard board, VirtualSpiBus bus, SpiConnectionSettings settings)
    {
        _board = board;
        _bus = bus;
        _configuration = settings.Configuration;
        _active = (bool)settings.ChipSelectLineActiveState;
        ChipSelectLine = settings.ChipSelectLine;
        if (ChipSelectLine == ChipWiring.NotWired)
        {
            return;
        }

        if (board.Pins.Find(ChipSelectLine) is not { IsReserved: false } pin || !pin.Supports(PinMode.Output))
        {
            throw new ArgumentException($"Pin {ChipSelectLine} does not exist or is taken or an input only, so it cannot be a chip select.", nameof(settings));
        }

        _chipSelect = pin;
        pin.SetOutput(!_active);
        pin.IsReserved = true;
    }

    public int ChipSelectLine { get; }

    public void Read(Span<byte> toHost)
    {
        // With DMA the controller cannot first send and then receive. So the platform reads in full duplex and sends zeros.
        if (_configuration != SpiBusConfiguration.FullDuplex)
        {
            throw new ArgumentException("Only a full-duplex bus can be read.");
        }

        CheckLength(toHost.Length);
        _board.Spi.Calls++;
        Shift(toHost.Length).CopyTo(toHost);
    }

    public void Write(ReadOnlySpan<byte> fromHost)
    {
        CheckLength(fromHost.Length);
        _board.Spi.Calls++;
        fromHost.CopyTo(_bus.GetFromHost(fromHost.Length));
        Select();
        try
        {
            _bus.Shift(fromHost.Length);
        }
        finally
        {
            Deselect();
        }
    }

    public void Transfer(ReadOnlySpan<byte> fromHost, Span<byte> toHost)
    {
        if (_configuration != SpiBusConfiguration.FullDuplex)
        {
            throw new InvalidOperationException("The bus is not full duplex.");
        }

        if (fromHost.Length != toHost.Length)
        {
            throw new ArgumentException($"{fromHost.Length} bytes to write but {toHost.Length} to read: the device leaves the shorter array.");
        }

        CheckLength(fromHost.Length);
        _board.Spi.Calls++;

        // The bytes are copied first, because both may be the same array.
        fromHost.CopyTo(_bus.GetFromHost(fromHost.Length));
        Select();
        try
        {
            _bus.Shift(fromHost.Length).CopyTo(toHost);
        }
        finally
        {
            Deselect();
        }
    }

    /// <summary>Clocks zeros.</summary>
    public ReadOnlySpan<byte> Shift(int count)
    {
        _bus.GetFromHost(count).Clear();
        Select();
        try
        {
            return _bus.Shift(count);
        }
        finally
        {
            Deselect();
        }
    }

    public void Close()
    {
        _chipSelect?.Release();
        _bus.Close(this);
    }

    private static void CheckLength(int count)
    {
        if (count > VirtualSpiBus.MaxTransfer)
        {
            throw new ArgumentException($"{count} bytes are more than the {VirtualSpiBus.MaxTransfer} that a transfer can have.");
        }
    }

    private void Select()
    {
        _board.Platform?.CatchUp();
        _board.Clock.Elapse(_board.TransactionNanoseconds);
        _chipSelect?.Write(_active);
    }

    private void Deselect()
    {
        _chipSelect?.Write(!_active);
    }
}
