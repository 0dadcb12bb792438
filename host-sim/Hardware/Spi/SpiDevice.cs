// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Runtime.InteropServices;
using NanoTcp.Hardware.Virtual;

namespace System.Device.Spi;

/// <summary>A device on an SPI bus of the current <see cref="VirtualBoard"/>. It behaves as nanoFramework's driver for the ESP32.</summary>
public class SpiDevice : IDisposable
{
    private readonly SpiConnectionSettings _settings;
    private readonly SpiSlot _slot;
    private readonly byte[] _single = new byte[1];
    private bool _isDisposed;

    /// <summary>Opens a device.</summary>
    /// <exception cref="ArgumentException">There is no such bus, or its pins have no functions or are taken.</exception>
    /// <exception cref="SpiDeviceAlreadyInUseException">The chip select is in use on this bus.</exception>
    /// <exception cref="IndexOutOfRangeException">The bus has three devices already.</exception>
    public SpiDevice(SpiConnectionSettings settings)
    {
        _settings = new SpiConnectionSettings(settings);
        _slot = VirtualBoard.Current.GetSpiBus(settings.BusId).Open(_settings);
    }

    /// <summary>A copy of the settings.</summary>
    public SpiConnectionSettings ConnectionSettings => new(_settings);

    /// <summary>Opens a device.</summary>
    /// <exception cref="ArgumentException">There is no such bus, or its pins have no functions or are taken.</exception>
    /// <exception cref="SpiDeviceAlreadyInUseException">The chip select is in use on this bus.</exception>
    /// <exception cref="IndexOutOfRangeException">The bus has three devices already.</exception>
    public static SpiDevice Create(SpiConnectionSettings settings)
    {
        return new SpiDevice(settings);
    }

    /// <summary>The platform's information about a bus.</summary>
    public static SpiBusInfo GetBusInfo(int busId)
    {
        return new SpiBusInfo(busId);
    }

    /// <summary>Reads one byte while zeros are sent.</summary>
    public byte ReadByte()
    {
        Read(_single);
        return _single[0];
    }

    /// <summary>Reads while zeros are sent.</summary>
    public void Read(SpanByte buffer)
    {
        Open().Read(buffer.AsSpan());
    }

    /// <summary>
    /// Clocks all words but returns only the first half of their bytes, because the platform's driver copies as many bytes as there are words.
    /// </summary>
    public void Read(ushort[] buffer)
    {
        byte[] all = new byte[2 * buffer.Length];
        Open().Read(all);
        all.AsSpan(0, buffer.Length).CopyTo(MemoryMarshal.AsBytes(buffer.AsSpan()));
    }

    /// <summary>Writes one byte.</summary>
    public void WriteByte(byte value)
    {
        _single[0] = value;
        Write(_single);
    }

    /// <summary>Writes words, the low byte of each first.</summary>
    public void Write(ushort[] buffer)
    {
        Open().Write(MemoryMarshal.AsBytes(buffer.AsSpan()));
    }

    /// <summary>Writes bytes.</summary>
    public void Write(SpanByte buffer)
    {
        Open().Write(buffer.AsSpan());
    }

    /// <summary>Writes and reads words at the same time, the low byte of each first: the memory order of an ESP32.</summary>
    /// <exception cref="InvalidOperationException">The bus is not full duplex.</exception>
    public void TransferFullDuplex(ushort[] writeBuffer, ushort[] readBuffer)
    {
        Open().Transfer(MemoryMarshal.AsBytes(writeBuffer.AsSpan()), MemoryMarshal.AsBytes(readBuffer.AsSpan()));
    }

    /// <summary>Writes and reads bytes at the same time.</summary>
    /// <exception cref="InvalidOperationException">The bus is not full duplex.</exception>
    public void TransferFullDuplex(SpanByte writeBuffer, SpanByte readBuffer)
    {
        Open().Transfer(writeBuffer.AsSpan(), readBuffer.AsSpan());
    }

    /// <summary>Gives the chip select back, and with the last device the pins of the bus.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Gives the chip select back, and with the last device the pins of the bus.</summary>
    protected void Dispose(bool disposing)
    {
        if (!_isDisposed && disposing)
        {
            _slot.Close();
        }

        _isDisposed = true;
    }

    private SpiSlot Open()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _slot;
    }
}
