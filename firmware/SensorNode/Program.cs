// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Boards;
using NanoTcp.Host;

namespace NanoTcp.SensorNode
{
    /// <summary>Serves the sensors of a board over its Ethernet.</summary>
    public static class Program
    {
        private const string Address = "192.168.1.200";
        private const int PrefixLength = 24;
        private const string Gateway = "192.168.1.1";

        /// <summary>Starts the board and serves for ever.</summary>
        public static void Main()
        {
            // Your board: any class of boards/.
            Board board = new Esp32DevKitC();

            HostAddress address = HostAddress.Parse(Address);
            HostAddress gateway = HostAddress.Parse(Gateway);
            DeviceEntropy entropy = new DeviceEntropy(board.MacAddress);
            if (!BoardIdentity.Give(board.MacAddress, new FileIdentityStore(), entropy))
            {
                Console.WriteLine("The MAC address could not be stored: the next start will make another one.");
            }

            Node node = new Node(board, entropy, new SimulatedSensors(), new SensorOptions(), address, PrefixLength, gateway);
            Console.WriteLine(board.Name + ", MAC address " + BitConverter.ToString(board.MacAddress) + ", serves http://" + Address + "/");
            node.Run(new DeviceClock());
        }
    }
}
