// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using nanoFramework.Hardware.Esp32;

namespace NanoTcp.Hardware.Virtual;

/// <summary>Which pins the SPI buses are routed to.</summary>
internal sealed class PinFunctions
{
    public const int Mosi = 0;
    public const int Miso = 1;
    public const int Clock = 2;

    private const int Buses = 2;
    private const int Wires = 3;
    private const int NoPin = -1;
    private const int SpiType = 1;
    private const int TypeShift = 16;
    private const int BusShift = 8;
    private const int FieldMask = 0xFF;

    private readonly Soc _soc;
    private readonly int[,] _pins = new int[Buses, Wires];

    public PinFunctions(Soc soc)
    {
        _soc = soc;
        for (int wire = 0; wire < Wires; wire++)
        {
            _pins[0, wire] = soc.DefaultSpiPins.Length == 0 ? NoPin : soc.DefaultSpiPins[wire];
            _pins[1, wire] = NoPin;
        }
    }

    public void Set(int pin, DeviceFunction function)
    {
        if (!Decode(function, out int bus, out int wire))
        {
            throw new ArgumentException($"There is no function 0x{(int)function:X6}.", nameof(function));
        }

        // The platform checks only pins that have to drive their wire.
        if (wire != Miso && !_soc.HasOutput(pin))
        {
            throw new ArgumentException($"Pin {pin} of an {_soc.Name} is no output and cannot be {function}.", nameof(pin));
        }

        _pins[bus, wire] = pin;
    }

    public int Get(DeviceFunction function)
    {
        return Decode(function, out int bus, out int wire) ? _pins[bus, wire] : NoPin;
    }

    /// <param name="busId">The bus, counted from 1.</param>
    /// <returns>The pin, or -1.</returns>
    public int Get(int busId, int wire)
    {
        return _pins[busId - 1, wire];
    }

    private static bool Decode(DeviceFunction function, out int bus, out int wire)
    {
        bus = (((int)function >> BusShift) & FieldMask) - 1;
        wire = (int)function & FieldMask;
        return (int)function >> TypeShift == SpiType && bus >= 0 && bus < Buses && wire < Wires;
    }
}
