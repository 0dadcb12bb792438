// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Boards
{
    /// <summary>Espressif's ESP32-DevKitC with a W5500 module on jumper wires, at the native pins of the second SPI bus.</summary>
    public sealed class Esp32DevKitC : Board
    {
        /// <summary>Describes the board.</summary>
        public Esp32DevKitC()
            : base("esp32-devkitc-w5500", "ESP32-DevKitC + W5500", Microcontroller.Esp32, "ESP32-WROOM-32, 240 MHz", EthernetController.W5500, MakeWiring(), 0x01)
        {
        }

        private static ControllerWiring MakeWiring()
        {
            ControllerWiring wiring = new ControllerWiring();
            wiring.SpiBus = 2;
            wiring.Mosi = 23;
            wiring.Miso = 19;
            wiring.Sclk = 18;
            wiring.ChipSelect = 5;
            wiring.Interrupt = 4;
            wiring.Reset = 27;
            return wiring;
        }
    }
}
