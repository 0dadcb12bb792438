// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Boards
{
    /// <summary>M5Stack's Module13.2 LAN under a Core (Basic, Gray or Fire), with its jumpers at CS 5, INT 35 and RST 0.</summary>
    public sealed class M5StackModule13Lan : Board
    {
        /// <summary>Describes the board.</summary>
        public M5StackModule13Lan()
            : base("m5stack-module13-lan", "M5Stack Core + Module13.2 LAN", Microcontroller.Esp32, "ESP32-D0WDQ6, 240 MHz", EthernetController.W5500, MakeWiring(), 0x05)
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
            wiring.Interrupt = 35;
            wiring.Reset = 0;
            return wiring;
        }
    }
}
