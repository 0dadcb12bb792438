// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Boards
{
    /// <summary>Espressif's ESP32-DevKitC with an ENC28J60 module on jumper wires, at the pins that nanoFramework gives the first SPI bus by default.</summary>
    public sealed class Esp32DevKitCEnc28J60 : Board
    {
        /// <summary>Describes the board.</summary>
        public Esp32DevKitCEnc28J60()
            : base("esp32-devkitc-enc28j60", "ESP32-DevKitC + ENC28J60", Microcontroller.Esp32, "ESP32-WROOM-32, 240 MHz", EthernetController.Enc28J60, MakeWiring(), 0x02)
        {
        }

        private static ControllerWiring MakeWiring()
        {
            ControllerWiring wiring = new ControllerWiring();
            wiring.Mosi = 23;
            wiring.Miso = 25;
            wiring.Sclk = 19;
            wiring.ChipSelect = 22;
            wiring.Interrupt = 4;
            return wiring;
        }
    }
}
