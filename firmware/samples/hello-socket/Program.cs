// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using System.Net;
using System.Net.Sockets;
using System.Threading;
using NanoTcp.Boards;
using NanoTcp.BoardSockets;

namespace HelloSocket
{
    /// <summary>An echo server (RFC 862) with a thread for each client.</summary>
    public static class Program
    {
        private const int EchoPort = 7;

        /// <summary>Serves for ever.</summary>
        public static void Main()
        {
            // Your board: any class of boards/. In host-sim the program has a network already, and this line does nothing.
            BoardNetwork.Start(new Esp32DevKitC());

            Socket listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            listener.Bind(new IPEndPoint(IPAddress.Any, EchoPort));
            listener.Listen(4);
            Console.WriteLine("Echoes on port " + EchoPort.ToString());
            for (; ; )
            {
                new Thread(new EchoClient(listener.Accept()).Run).Start();
            }
        }
    }
}
