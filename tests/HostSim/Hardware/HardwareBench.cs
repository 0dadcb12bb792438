// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Device.Spi;
using nanoFramework.Hardware.Esp32;
using NanoTcp.Hardware.Virtual;

namespace NanoTcp.Tests.HostSim.Hardware;

/// <summary>An ESP32 with a fake chip, whose board is current until the bench is disposed.</summary>
internal sealed class HardwareBench : IDisposable
{
    public const int Mosi = 23;
    public const int Miso = 25;
    public const int Sclk = 19;
    public const int ChipSelect = 22;
    public const int Interrupt = 4;
    public const int Reset = 27;

    private readonly IDisposable _activation;

    public HardwareBench(ChipWiring? wiring = null, byte floatingMiso = 0xFF, long transactionNanoseconds = 0, Soc? soc = null, int maxClockHz = int.MaxValue)
    {
        Chip = new FakeChip { MaxClockHz = maxClockHz };
        Board = new VirtualBoard(soc ?? Soc.Esp32, Clock) { FloatingMiso = floatingMiso, TransactionNanoseconds = transactionNanoseconds };
        Board.Connect(Chip, wiring ?? new ChipWiring(Mosi, Miso, Sclk, ChipSelect, Interrupt, Reset));
        _activation = Board.Activate();
    }

    public ManualClock Clock { get; } = new();

    public VirtualBoard Board { get; }

    public FakeChip Chip { get; }

    /// <summary>Gives the pins of the bench to a bus.</summary>
    public static void Assign(int busId, int mosi = Mosi, int miso = Miso, int sclk = Sclk)
    {
        Configuration.SetPinFunction(mosi, busId == 1 ? DeviceFunction.SPI1_MOSI : DeviceFunction.SPI2_MOSI);
        Configuration.SetPinFunction(miso, busId == 1 ? DeviceFunction.SPI1_MISO : DeviceFunction.SPI2_MISO);
        Configuration.SetPinFunction(sclk, busId == 1 ? DeviceFunction.SPI1_CLOCK : DeviceFunction.SPI2_CLOCK);
    }

    /// <summary>Opens a device of the first bus, whose default pins are those of the bench, and clears the records of the opening.</summary>
    public SpiDevice Open(int chipSelect = ChipSelect, Action<SpiConnectionSettings>? change = null)
    {
        SpiConnectionSettings settings = new(1, chipSelect) { ClockFrequency = 20_000_000 };
        change?.Invoke(settings);
        SpiDevice device = SpiDevice.Create(settings);
        Chip.Instructions.Clear();
        Board.Spi.Clear();
        return device;
    }

    public void Dispose()
    {
        _activation.Dispose();
    }
}
