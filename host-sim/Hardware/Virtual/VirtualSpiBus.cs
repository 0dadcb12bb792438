// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Device.Spi;

namespace NanoTcp.Hardware.Virtual;

/// <summary>
/// An SPI bus of the microcontroller. Clock, mode and bit order are those of the first opened device, because the platform lets later devices use its
/// handle.
/// </summary>
internal sealed class VirtualSpiBus(VirtualBoard board, int busId)
{
    public const int MaxTransfer = 16384;

    private const int MaxDevices = 3;

    // The platform writes two bytes and reads two when a device is opened.
    private const int BytesAtOpen = 4;

    private readonly List<SpiSlot> _slots = [];
    private readonly byte[] _fromHost = new byte[MaxTransfer];
    private readonly byte[] _toHost = new byte[MaxTransfer];
    private VirtualPin[] _reserved = [];
    private SpiConnectionSettings _settings = new(busId);
    private SpiClock _clock;

    public int Mosi { get; private set; }

    public int Miso { get; private set; }

    public int Sclk { get; private set; }

    public int Mode => (int)_settings.Mode;

    public int ClockHz => _clock.Hz;

    public SpiSlot Open(SpiConnectionSettings settings)
    {
        if (settings.ClockFrequency < 0)
        {
            throw new ArgumentException($"A clock of {settings.ClockFrequency} Hz does not exist.", nameof(settings));
        }

        if (_slots.Count == 0)
        {
            Start(settings);
        }

        try
        {
            CheckSlots(settings);
            SpiSlot slot = new(board, this, settings);
            _slots.Add(slot);
            try
            {
                slot.Shift(BytesAtOpen);
            }
            catch
            {
                slot.Close();
                throw;
            }

            return slot;
        }
        finally
        {
            StopIfUnused();
        }
    }

    public void Close(SpiSlot slot)
    {
        _slots.Remove(slot);
        StopIfUnused();
    }

    /// <summary>The bytes that the host will send.</summary>
    public Span<byte> GetFromHost(int count)
    {
        return _fromHost.AsSpan(0, count);
    }

    /// <summary>Clocks the prepared bytes and returns the bytes of MISO.</summary>
    public ReadOnlySpan<byte> Shift(int count)
    {
        Span<byte> fromHost = GetFromHost(count);
        Span<byte> toHost = _toHost.AsSpan(0, count);
        bool isReversed = _settings.DataFlow == DataFlow.LsbFirst;
        if (isReversed)
        {
            ReverseBits(fromHost);
        }

        board.Clock.Elapse(_clock.GetNanoseconds(count));
        board.Shift(this, fromHost, toHost);
        if (isReversed)
        {
            ReverseBits(toHost);
        }

        return toHost;
    }

    private static void ReverseBits(Span<byte> bytes)
    {
        foreach (ref byte b in bytes)
        {
            int reversed = 0;
            for (int bit = 0; bit < 8; bit++)
            {
                reversed |= ((b >> bit) & 1) << (7 - bit);
            }

            b = (byte)reversed;
        }
    }

    private void CheckSlots(SpiConnectionSettings settings)
    {
        // The device first throws NotSupportedException here, which SpiDevice takes for a chip select in use.
        bool isSimplex = settings.Configuration == SpiBusConfiguration.Simplex;

        if (isSimplex || _slots.Exists(slot => slot.ChipSelectLine == settings.ChipSelectLine))
        {
            throw new SpiDeviceAlreadyInUseException();
        }

        if (_slots.Count == MaxDevices)
        {
            throw new IndexOutOfRangeException($"Bus {busId} has {MaxDevices} devices already.");
        }
    }

    private void Start(SpiConnectionSettings settings)
    {
        Mosi = board.PinFunctions.Get(busId, PinFunctions.Mosi);
        Sclk = board.PinFunctions.Get(busId, PinFunctions.Clock);
        Miso = board.PinFunctions.Get(busId, PinFunctions.Miso);
        List<VirtualPin> pins = [Require(Mosi, "MOSI"), Require(Sclk, "a clock")];
        if (settings.Configuration == SpiBusConfiguration.FullDuplex)
        {
            pins.Add(Require(Miso, "MISO"));
        }

        _reserved = [.. pins];
        Array.ForEach(_reserved, pin => pin.IsReserved = true);
        _settings = settings;
        _clock = new SpiClock(settings.ClockFrequency);
    }

    private VirtualPin Require(int pin, string wire)
    {
        return board.Pins.Find(pin) is { IsReserved: false } free
            ? free
            : throw new ArgumentException(pin < 0 ? $"Bus {busId} has no pin for {wire}." : $"Pin {pin}, {wire} of bus {busId}, does not exist or is taken.");
    }

    private void StopIfUnused()
    {
        if (_slots.Count == 0)
        {
            Array.ForEach(_reserved, pin => pin.IsReserved = false);
            _reserved = [];
        }
    }
}
