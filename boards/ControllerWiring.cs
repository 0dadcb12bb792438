// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Boards
{
    /// <summary>How the Ethernet controller is wired to the microcontroller, by the numbers of the microcontroller's pins.</summary>
    public sealed class ControllerWiring
    {
        /// <summary>Stands for a line that is not wired.</summary>
        public const int NotWired = -1;

        /// <summary>The SPI bus that takes the pins, counted from 1. The controller should have it to itself.</summary>
        public int SpiBus = 1;

        /// <summary>The SPI clock in hertz. An ESP32 takes the nearest that divides 80 MHz.</summary>
        public int ClockHz = 20_000_000;

        /// <summary>Data to the controller.</summary>
        public int Mosi;

        /// <summary>Data from the controller.</summary>
        public int Miso;

        /// <summary>The SPI clock.</summary>
        public int Sclk;

        /// <summary>The chip select (CS, SCSn).</summary>
        public int ChipSelect;

        /// <summary>The interrupt line (INT, INTn), or <see cref="NotWired"/>: then the driver polls.</summary>
        public int Interrupt = NotWired;

        /// <summary>The reset line (RST, RSTn), or <see cref="NotWired"/>: then the driver resets by a command.</summary>
        public int Reset = NotWired;

        /// <summary>
        /// Whether the switch port is set to full duplex by hand. Only for an ENC28J60, which cannot negotiate: a port that negotiates falls back to
        /// half duplex.
        /// </summary>
        public bool FullDuplex;
    }
}
