// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Boards
{
    /// <summary>LILYGO's T-ETH-Lite with an ESP32-S3; the W5500 is on the board.</summary>
    public sealed class LilygoTEthLiteS3 : Board
    {
        /// <summary>Describes the board.</summary>
        public LilygoTEthLiteS3()
            : base("lilygo-t-eth-lite-s3", "LILYGO T-ETH-Lite S3", Microcontroller.Esp32S3, "ESP32-S3, 240 MHz", EthernetController.W5500, MakeWiring(), 0x03)
        {
        }

        private static ControllerWiring MakeWiring()
        {
            ControllerWiring wiring = new ControllerWiring();
            wiring.ClockHz = 26_666_666;
            wiring.Mosi = 12;
            wiring.Miso = 11;
            wiring.Sclk = 10;
            wiring.ChipSelect = 9;
            wiring.Interrupt = 13;
            wiring.Reset = 14;
            return wiring;
        }
    }
}
