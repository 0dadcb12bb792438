// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Boards;
using NanoTcp.Drivers;
using NanoTcp.Ip;
using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.SensorNode
{
    /// <summary>Serves the sensors of a board over its Ethernet.</summary>
    public static class Program
    {
        private const string Address = "192.168.1.200";
        private const int PrefixLength = 24;
        private const string Gateway = "192.168.1.1";

        // However far away the next thing to do is.
        private const int LongestWait = 1000;

        private const int RetryPause = 1000;

        /// <summary>Starts the board and serves for ever.</summary>
        public static void Main()
        {
            // Your board: any class of boards/.
            Board board = new Esp32DevKitC();

            BoardEthernet ethernet = new BoardEthernet(board);
            StartController(ethernet);
            NetworkStack stack = new NetworkStack(ethernet.Link, new DeviceEntropy(board.MacAddress), board.StackOptions);
            TcpTransport tcp = new TcpTransport(stack, board.TcpOptions);
            if (!IPv4Address.TryParse(Address, out uint address) || !IPv4Address.TryParse(Gateway, out uint gateway))
            {
                throw new ArgumentException("Address and Gateway are four numbers with dots between them.");
            }

            stack.Configure(address, PrefixLength, gateway);
            SensorApplication application = new SensorApplication(tcp, stack, new SimulatedSensors());
            SocketError error = application.Start();
            if (error != SocketError.Success)
            {
                throw new InvalidOperationException("The application does not start: SocketError " + ((int)error).ToString());
            }

            Console.WriteLine(board.Name + " serves http://" + Address + "/");
            Serve(stack, application, ethernet);
        }

        // A board in the field has nobody who would start it again.
        private static void StartController(BoardEthernet ethernet)
        {
            ControllerError error = ethernet.Start();
            while (error != ControllerError.None)
            {
                Console.WriteLine("The Ethernet controller does not start: ControllerError " + ((int)error).ToString());
                ethernet.Bus.Wait(RetryPause);
                error = ethernet.Start();
            }
        }

        private static void Serve(NetworkStack stack, SensorApplication application, BoardEthernet ethernet)
        {
            for (; ; )
            {
                long now = Environment.TickCount64;
                long next = Earlier(stack.Poll(now), application.Poll(now));
                next = Earlier(next, stack.Flush());
                long wait = next - Environment.TickCount64;
                if (wait > 0)
                {
                    ethernet.Bus.WaitForInterrupt(wait < LongestWait ? (int)wait : LongestWait);
                }
            }
        }

        private static long Earlier(long one, long other)
        {
            return one < other ? one : other;
        }
    }
}
