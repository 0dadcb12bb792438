// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Device.Gpio;

namespace System.Device.Spi;

public sealed class SpiConnectionSettings
{
    public extern SpiConnectionSettings(int busId, int chipSelectLine = -1);

    public extern int BusId { get; set; }

    public extern int ChipSelectLine { get; set; }

    public extern SpiMode Mode { get; set; }

    public extern int DataBitLength { get; set; }

    public extern int ClockFrequency { get; set; }

    public extern DataFlow DataFlow { get; set; }

    public extern PinValue ChipSelectLineActiveState { get; set; }

    public extern SpiBusConfiguration Configuration { get; set; }
}
