// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Hardware.Virtual;

/// <summary>A microcontroller, as far as its pins and SPI buses go.</summary>
public sealed class Soc
{
    /// <summary>The first ESP32. Pins 34 to 39 are inputs only; the first bus has default pins.</summary>
    public static readonly Soc Esp32 = new("ESP32", 40, [24, 28, 29, 30, 31], [34, 35, 36, 37, 38, 39], 6, 11, 2, [23, 25, 19]);

    /// <summary>The ESP32-S2. The first bus has default pins.</summary>
    public static readonly Soc Esp32S2 = new("ESP32-S2", 47, [22, 23, 24, 25], [46], 26, 32, 2, [35, 37, 36]);

    /// <summary>The ESP32-S3.</summary>
    public static readonly Soc Esp32S3 = new("ESP32-S3", 49, [22, 23, 24, 25], [], 26, 32, 2, []);

    /// <summary>The ESP32-C3: a single bus for applications.</summary>
    public static readonly Soc Esp32C3 = new("ESP32-C3", 22, [], [], 12, 17, 1, []);

    /// <summary>The ESP32-C6: a single bus for applications.</summary>
    public static readonly Soc Esp32C6 = new("ESP32-C6", 31, [], [], 24, 30, 1, []);

    private readonly int[] _missing;
    private readonly int[] _inputOnly;

    private Soc(string name, int pinCount, int[] missing, int[] inputOnly, int firstPsramPin, int lastPsramPin, int spiBuses, int[] defaultSpiPins)
    {
        Name = name;
        PinCount = pinCount;
        _missing = missing;
        _inputOnly = inputOnly;
        FirstPsramPin = firstPsramPin;
        LastPsramPin = lastPsramPin;
        SpiBuses = spiBuses;
        DefaultSpiPins = defaultSpiPins;
    }

    /// <summary>Espressif's name.</summary>
    public string Name { get; }

    /// <summary>Pins are numbered from 0 to one less.</summary>
    public int PinCount { get; }

    /// <summary>Buses that an application can open, counted from 1.</summary>
    public int SpiBuses { get; }

    internal int FirstPsramPin { get; }

    internal int LastPsramPin { get; }

    // MOSI, MISO and clock of the first bus, or nothing.
    internal int[] DefaultSpiPins { get; }

    /// <summary>Whether there is a pin of this number.</summary>
    public bool HasPin(int pin)
    {
        return pin >= 0 && pin < PinCount && !_missing.Contains(pin);
    }

    /// <summary>Whether the pin can be an output.</summary>
    public bool HasOutput(int pin)
    {
        return HasPin(pin) && !_inputOnly.Contains(pin);
    }
}
