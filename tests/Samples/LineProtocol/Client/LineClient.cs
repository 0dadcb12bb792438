// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LineProtocol
{
    /// <summary>Asks a server by lines of text: one line goes there, and one comes back.</summary>
    public sealed class LineClient : IDisposable
    {
        private readonly Socket _socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        private readonly byte[] _received = new byte[256];
        private int _length;

        /// <summary>Connects.</summary>
        /// <param name="host">The server's address.</param>
        /// <param name="port">Its port.</param>
        /// <param name="timeout">How long it may take to answer a line, in milliseconds.</param>
        /// <exception cref="SocketException">The server does not answer, or does not accept the connection.</exception>
        public LineClient(string host, int port, int timeout)
        {
            _socket.ReceiveTimeout = timeout;
            _socket.SendTimeout = timeout;
            try
            {
                _socket.Connect(new IPEndPoint(IPAddress.Parse(host), port));
            }
            catch
            {
                _socket.Close();
                throw;
            }
        }

        /// <summary>Sends a line and waits for the answer.</summary>
        /// <param name="line">The line, without its end.</param>
        /// <returns>The answer, without its end.</returns>
        /// <exception cref="SocketException">TimedOut: there was no answer in time. ConnectionReset: the connection is gone.</exception>
        public string Ask(string line)
        {
            _socket.Send(Encoding.UTF8.GetBytes(line + "\n"));
            int end;
            while ((end = Array.IndexOf(_received, (byte)'\n', 0, _length)) < 0)
            {
                int more = _length == _received.Length ? 0 : _socket.Receive(_received, _length, _received.Length - _length, SocketFlags.None);
                if (more == 0)
                {
                    throw new SocketException(SocketError.ConnectionReset);
                }

                _length += more;
            }

            string answer = Encoding.UTF8.GetString(_received, 0, end);
            _length -= end + 1;
            Array.Copy(_received, end + 1, _received, 0, _length);
            return answer;
        }

        /// <summary>Closes the connection.</summary>
        public void Dispose()
        {
            _socket.Close();
        }
    }
}
