// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace nanoFramework.Hardware.Esp32;

/// <summary>The functions of pins. Bits 16 to 23 are the kind of device, 8 to 15 its number, and 0 to 7 the wire. Of them only SPI.</summary>
public enum DeviceFunction
{
    /// <summary>MOSI of the first SPI bus.</summary>
    SPI1_MOSI = 0x010100,

    /// <summary>MISO of the first SPI bus.</summary>
    SPI1_MISO = 0x010101,

    /// <summary>Clock of the first SPI bus.</summary>
    SPI1_CLOCK = 0x010102,

    /// <summary>MOSI of the second SPI bus.</summary>
    SPI2_MOSI = 0x010200,

    /// <summary>MISO of the second SPI bus.</summary>
    SPI2_MISO = 0x010201,

    /// <summary>Clock of the second SPI bus.</summary>
    SPI2_CLOCK = 0x010202,
}
