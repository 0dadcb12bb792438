// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using System.Net.Sockets;

namespace HelloSocket
{
    /// <summary>A client of the echo server.</summary>
    internal sealed class EchoClient
    {
        private readonly Socket _socket;
        private readonly byte[] _buffer = new byte[512];

        internal EchoClient(Socket socket)
        {
            _socket = socket;
        }

        /// <summary>Sends back what the client sends, until it ends.</summary>
        internal void Run()
        {
            try
            {
                for (int count = _socket.Receive(_buffer); count > 0; count = _socket.Receive(_buffer))
                {
                    _socket.Send(_buffer, count, SocketFlags.None);
                }
            }
            catch (SocketException exception)
            {
                Console.WriteLine("A client is gone: error " + exception.ErrorCode.ToString());
            }

            _socket.Close();
        }
    }
}
