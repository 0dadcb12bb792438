// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Boards
{
    /// <summary>M5Stack's Atom in its AtomPoE base, which wires neither INT nor RST of the W5500.</summary>
    public sealed class M5AtomPoE : Board
    {
        /// <summary>Describes the board.</summary>
        public M5AtomPoE()
            : base("m5-atompoe", "M5Stack AtomPoE", Microcontroller.Esp32, "ESP32-PICO-D4, 240 MHz", EthernetController.W5500, MakeWiring(), 0x06)
        {
        }

        private static ControllerWiring MakeWiring()
        {
            ControllerWiring wiring = new ControllerWiring();
            wiring.Mosi = 33;
            wiring.Miso = 23;
            wiring.Sclk = 22;
            wiring.ChipSelect = 19;
            return wiring;
        }
    }
}
