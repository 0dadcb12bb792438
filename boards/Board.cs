// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Tcp;

namespace NanoTcp.Boards
{
    /// <summary>What the firmware and the simulation know about a board. Each board has a class that derives from this one.</summary>
    public abstract class Board
    {
        /// <summary>
        /// Milliseconds by which the clock of nanoFramework's ESP32 images moves: a tick of FreeRTOS at its usual 100 Hz. With an image whose tick is
        /// shorter, waits are only longer than they need to be.
        /// </summary>
        private const int ClockStep = 10;

        /// <summary>Describes a board with the memory of an ESP32 without PSRAM, about 100 KB of managed heap.</summary>
        /// <param name="id">The name on the command line.</param>
        /// <param name="name">What its maker calls it.</param>
        /// <param name="microcontroller">The family of the microcontroller.</param>
        /// <param name="processor">The module or chip.</param>
        /// <param name="controller">The Ethernet controller.</param>
        /// <param name="wiring">Its pins.</param>
        /// <param name="number">A number of its own, for the class's MAC address.</param>
        protected Board(string id, string name, Microcontroller microcontroller, string processor, EthernetController controller, ControllerWiring wiring, byte number)
        {
            Id = id;
            Name = name;
            Microcontroller = microcontroller;
            Processor = processor;
            Controller = controller;
            Wiring = wiring;
            MacAddress = new byte[] { 0x02, 0x4E, 0x54, 0x00, 0x00, number };
            StackOptions = new StackOptions();
            StackOptions.ClockStep = ClockStep;
            IPv4Options = new IPv4Options();
            TcpOptions = MakeTcpOptions();
        }

        /// <summary>The name on the command line: lower case, digits and hyphens.</summary>
        public string Id { get; }

        /// <summary>What its maker calls it.</summary>
        public string Name { get; }

        /// <summary>The family of the microcontroller.</summary>
        public Microcontroller Microcontroller { get; }

        /// <summary>The module or chip.</summary>
        public string Processor { get; }

        /// <summary>Whether pins of the microcontroller are given to external memory.</summary>
        public bool HasPsram { get; protected set; }

        /// <summary>The chip that reaches the Ethernet.</summary>
        public EthernetController Controller { get; }

        /// <summary>How that chip is wired.</summary>
        public ControllerWiring Wiring { get; }

        /// <summary>
        /// The MAC address of the class, which the simulation uses. A firmware overwrites it with the board's own address before it makes a driver.
        /// It is locally administered, so it only has to be unique on its own network.
        /// </summary>
        public byte[] MacAddress { get; }

        /// <summary>Sizes that fit the memory of the board.</summary>
        public StackOptions StackOptions { get; }

        /// <summary>Sizes that fit the memory of the board.</summary>
        public IPv4Options IPv4Options { get; }

        /// <summary>Sizes that fit the memory of the board.</summary>
        public TcpOptions TcpOptions { get; }

        /// <summary>
        /// The board has external memory, and its managed heap is there: megabytes. Each of the eight connections then has room for eight full segments each
        /// way, 183 KB in all. So segments are under way while the board handles those before.
        /// </summary>
        protected void UsePsram()
        {
            HasPsram = true;
            TcpOptions.SendBuffer = 8 * 1460;
            TcpOptions.ReceiveBuffer = 8 * 1460;
        }

        // 35 KB: eight connections that can each send two full segments at a time, and receive one.
        private static TcpOptions MakeTcpOptions()
        {
            TcpOptions options = new TcpOptions();
            options.MaxConnections = 8;

            // Twice as many clients can wait for one of these connections.
            options.HalfOpenEntries = 16;
            options.SendBuffer = 2 * 1460;
            options.ReceiveBuffer = 1460;
            return options;
        }
    }
}
