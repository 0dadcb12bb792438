// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Device.Gpio;

namespace System.Device.Spi;

/// <summary>How a device is attached to an SPI bus.</summary>
public sealed class SpiConnectionSettings
{
    private const int DefaultClock = 500_000;
    private const int BitsInByte = 8;

    /// <summary>A device with mode 0, 500 kHz and a chip select that is active low.</summary>
    /// <param name="busId">The bus, counted from 1.</param>
    /// <param name="chipSelectLine">The pin of the chip select; -1: the application drives one itself.</param>
    public SpiConnectionSettings(int busId, int chipSelectLine = -1)
    {
        BusId = busId;
        ChipSelectLine = chipSelectLine;
    }

    internal SpiConnectionSettings(SpiConnectionSettings other)
        : this(other.BusId, other.ChipSelectLine)
    {
        Mode = other.Mode;
        DataBitLength = other.DataBitLength;
        ClockFrequency = other.ClockFrequency;
        DataFlow = other.DataFlow;
        ChipSelectLineActiveState = other.ChipSelectLineActiveState;
        Configuration = other.Configuration;
    }

    /// <summary>The bus, counted from 1.</summary>
    public int BusId { get; set; }

    /// <summary>The pin of the chip select, or -1.</summary>
    public int ChipSelectLine { get; set; }

    /// <summary>Polarity and phase of the clock.</summary>
    public SpiMode Mode { get; set; } = SpiMode.Mode0;

    /// <summary>Without effect: the overload that is called decides.</summary>
    public int DataBitLength { get; set; } = BitsInByte;

    /// <summary>The wished clock in hertz; 0: 40 MHz.</summary>
    public int ClockFrequency { get; set; } = DefaultClock;

    /// <summary>Which bit is first.</summary>
    public DataFlow DataFlow { get; set; } = DataFlow.MsbFirst;

    /// <summary>The level that selects the chip.</summary>
    public PinValue ChipSelectLineActiveState { get; set; } = PinValue.Low;

    /// <summary>The data wires.</summary>
    public SpiBusConfiguration Configuration { get; set; } = SpiBusConfiguration.FullDuplex;
}
