// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.Sockets
{
    // The options of connections that a program has not changed. All of its sockets share them.
    public sealed partial class SocketNetwork
    {
        /// <summary>
        /// How long Connect waits for an answer at the most, in milliseconds, unless <see cref="TcpOptions.Client"/> says so. The SYN is sent five times
        /// meanwhile. RFC 9293 §3.8.3 asks for three minutes (MUST-23), but a program that waits so long looks dead.
        /// </summary>
        public const int ConnectTimeout = 30_000;

        private TcpConnectionOptions? _clients;
        private TcpConnectionOptions? _servers;

        /// <summary>The options of connections that sockets open.</summary>
        internal TcpConnectionOptions OptionsOfClients()
        {
            if (_clients == null)
            {
                _clients = _interface.Tcp.ClientOptions.Copy();
                _clients.ConnectTimeout = _clients.ConnectTimeout == 0 ? ConnectTimeout : _clients.ConnectTimeout;
            }

            return _clients;
        }

        /// <summary>
        /// The options of connections that sockets accept. Silence does not end them: a program with sockets sets its own timeouts, and expects no others.
        /// </summary>
        /// <param name="options">Those of the listener.</param>
        internal TcpConnectionOptions OptionsOfServers(TcpConnectionOptions options)
        {
            if (_servers == null)
            {
                _servers = options.Copy();
                _servers.IdleTimeout = 0;
            }

            return _servers;
        }
    }
}
