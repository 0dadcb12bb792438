// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Boards
{
    /// <summary>Waveshare's ESP32-S3-ETH; the W5500 is on the board.</summary>
    public sealed class WaveshareEsp32S3Eth : Board
    {
        /// <summary>Describes the board.</summary>
        public WaveshareEsp32S3Eth()
            : base("waveshare-esp32-s3-eth", "Waveshare ESP32-S3-ETH", Microcontroller.Esp32S3, "ESP32-S3R8, 240 MHz", EthernetController.W5500, MakeWiring(), 0x04)
        {
            UsePsram();
        }

        private static ControllerWiring MakeWiring()
        {
            ControllerWiring wiring = new ControllerWiring();
            wiring.ClockHz = 26_666_666;
            wiring.Mosi = 11;
            wiring.Miso = 12;
            wiring.Sclk = 13;
            wiring.ChipSelect = 14;
            wiring.Interrupt = 10;
            wiring.Reset = 9;
            return wiring;
        }
    }
}
