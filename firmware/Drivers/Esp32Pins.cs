// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using nanoFramework.Hardware.Esp32;

namespace NanoTcp.Drivers
{
    /// <summary>Routes the SPI buses of an ESP32 to pins. On these chips nearly every pin can have every function.</summary>
    public static class Esp32Pins
    {
        /// <summary>Gives three pins to an SPI bus. Call it before the bus is opened.</summary>
        /// <param name="busId">The bus, 1 or 2.</param>
        /// <param name="mosi">The pin of MOSI.</param>
        /// <param name="miso">The pin of MISO.</param>
        /// <param name="sclk">The pin of the clock.</param>
        /// <exception cref="ArgumentException">There is no such bus, or a pin cannot have the function.</exception>
        public static void AssignSpi(int busId, int mosi, int miso, int sclk)
        {
            if (busId == 1)
            {
                Configuration.SetPinFunction(mosi, DeviceFunction.SPI1_MOSI);
                Configuration.SetPinFunction(miso, DeviceFunction.SPI1_MISO);
                Configuration.SetPinFunction(sclk, DeviceFunction.SPI1_CLOCK);
            }
            else if (busId == 2)
            {
                Configuration.SetPinFunction(mosi, DeviceFunction.SPI2_MOSI);
                Configuration.SetPinFunction(miso, DeviceFunction.SPI2_MISO);
                Configuration.SetPinFunction(sclk, DeviceFunction.SPI2_CLOCK);
            }
            else
            {
                throw new ArgumentException();
            }
        }
    }
}
