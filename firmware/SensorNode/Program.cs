// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Boards;
using NanoTcp.Platform;

namespace NanoTcp.SensorNode
{
    /// <summary>Serves the sensors of a board over its Ethernet.</summary>
    public static class Program
    {
        /// <summary>Starts the board and serves for ever.</summary>
        public static void Main()
        {
            // Your board: any class of boards/.
            Board board = new Esp32DevKitC();

            DeviceEntropy entropy = new DeviceEntropy(board.MacAddress);
            if (!BoardIdentity.Give(board.MacAddress, new FileIdentityStore(), entropy))
            {
                Console.WriteLine("The MAC address could not be stored: the next start will make another one.");
            }

            SensorOptions options = new SensorOptions();
            options.LeaseStore = new FileLeaseStore();
            Node node = new Node(board, entropy, new SimulatedSensors(), options);

            // The address comes from DHCP. This line gives the board one of your own:
            // node.UseStatic(HostAddress.Parse("192.168.1.200"), 24, HostAddress.Parse("192.168.1.1"));
            Console.WriteLine(board.Name + ", MAC address " + BitConverter.ToString(board.MacAddress));
            node.Run(new DeviceClock());
        }
    }
}
