// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Drivers;

namespace NanoTcp.Platform
{
    /// <summary>The Ethernet controller of a board: its pins assigned, its bus opened.</summary>
    public sealed class BoardEthernet
    {
        /// <summary>For windows without room for two full segments: one frame of any length, and a few short ones.</summary>
        private const int SmallBuffer = 2440;

        private const int TwoSegments = 2 * 1460;

        /// <summary>The wires to the controller.</summary>
        public readonly SpiBus Bus;

        /// <summary>The driver.</summary>
        public readonly ControllerLink Link;

        private readonly W5500Link? _w5500;
        private readonly Enc28J60Link? _enc28J60;

        /// <summary>Takes pins, bus and memory, and does not touch the controller yet.</summary>
        public BoardEthernet(Board board)
        {
            ControllerWiring wiring = board.Wiring;
            Esp32Pins.AssignSpi(wiring.SpiBus, wiring.Mosi, wiring.Miso, wiring.Sclk);
            Bus = new SpiBus(wiring.SpiBus, wiring.ChipSelect, wiring.ClockHz, wiring.Interrupt, wiring.Reset);
            if (board.Controller == EthernetController.W5500)
            {
                W5500LinkOptions options = new W5500LinkOptions();
                if (board.TcpOptions.ReceiveBuffer < TwoSegments)
                {
                    options.ReceiveBuffer = SmallBuffer;
                }

                Link = _w5500 = new W5500Link(Bus, board.MacAddress, options);
            }
            else
            {
                Enc28J60LinkOptions options = new Enc28J60LinkOptions();
                options.FullDuplex = wiring.FullDuplex;
                Link = _enc28J60 = new Enc28J60Link(Bus, board.MacAddress, options);
            }
        }

        /// <summary>Starts the controller; blocks for some milliseconds.</summary>
        public ControllerError Start()
        {
            return _w5500 != null ? _w5500.Start() : _enc28J60!.Start();
        }
    }
}
