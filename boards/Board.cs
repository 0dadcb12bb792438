// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Ip;
using NanoTcp.Tcp;

namespace NanoTcp.Boards
{
    /// <summary>What a firmware and the simulation need to know about a board: one class derived from this for each.</summary>
    public abstract class Board
    {
        /// <summary>Describes a board.</summary>
        protected Board(string name, string processor, string controller, byte[] macAddress, StackOptions stackOptions, TcpOptions tcpOptions)
        {
            Name = name;
            Processor = processor;
            Controller = controller;
            MacAddress = macAddress;
            StackOptions = stackOptions;
            TcpOptions = tcpOptions;
        }

        /// <summary>What its maker calls it.</summary>
        public string Name { get; }

        /// <summary>The microcontroller.</summary>
        public string Processor { get; }

        /// <summary>How it reaches the Ethernet.</summary>
        public string Controller { get; }

        /// <summary>The MAC address it has unless it is given another one: locally administered, so it must be unique on its own network only.</summary>
        public byte[] MacAddress { get; }

        /// <summary>Sizes that fit the memory of the board.</summary>
        public StackOptions StackOptions { get; }

        /// <summary>Sizes that fit the memory of the board.</summary>
        public TcpOptions TcpOptions { get; }
    }
}
