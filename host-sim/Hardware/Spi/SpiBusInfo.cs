// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Device.Spi;

/// <summary>The platform's information about a bus.</summary>
public sealed class SpiBusInfo
{
    // The platform counts buses from 0 here, from 1 everywhere else.
    private const int Buses = 2;
    private const int MaxClock = 40_000_000;
    private const int MinClock = 78_125;

    private readonly int _bus;

    internal SpiBusInfo(int bus)
    {
        _bus = bus;
    }

    /// <summary>40 MHz, whatever the pins. The platform does not enforce this limit.</summary>
    /// <exception cref="ArgumentException">There is no such bus.</exception>
    public int MaxClockFrequency => Checked(MaxClock);

    /// <summary>The lowest clock in hertz.</summary>
    /// <exception cref="ArgumentException">There is no such bus.</exception>
    public int MinClockFrequency => Checked(MinClock);

    private int Checked(int value)
    {
        return _bus is >= 0 and < Buses ? value : throw new ArgumentException($"There is no bus of index {_bus}.");
    }
}
