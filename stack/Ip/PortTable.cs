// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Ip
{
    /// <summary>
    /// The bound ports of one transport. The same number on another transport is another port (RFC 9293 §3.4.1, RFC 768), so each
    /// transport has a table of its own.
    /// </summary>
    internal sealed class PortTable
    {
        /// <summary>The lowest ephemeral port: RFC 6056 §3.2 recommends all from here up.</summary>
        internal const int FirstEphemeral = 1024;

        /// <summary>How many ephemeral ports there are.</summary>
        internal const int EphemeralCount = 65536 - FirstEphemeral;

        private readonly int[] _ports;
        private int _count;

        internal PortTable(int capacity)
        {
            _ports = new int[capacity];
        }

        /// <summary>Binds a port: <see cref="SocketError.AddressAlreadyInUse"/> when another service has it.</summary>
        internal SocketError Bind(int port)
        {
            if (port < 1 || port > 65535)
            {
                return SocketError.InvalidArgument;
            }

            if (IsBound(port))
            {
                return SocketError.AddressAlreadyInUse;
            }

            if (_count == _ports.Length)
            {
                return SocketError.NoBufferSpaceAvailable;
            }

            _ports[_count++] = port;
            return SocketError.Success;
        }

        /// <summary>Makes a bound port free again.</summary>
        internal void Release(int port)
        {
            for (int i = 0; i < _count; i++)
            {
                if (_ports[i] == port)
                {
                    _ports[i] = _ports[--_count];
                    return;
                }
            }
        }

        /// <summary>Whether a service has the port.</summary>
        internal bool IsBound(int port)
        {
            for (int i = 0; i < _count; i++)
            {
                if (_ports[i] == port)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
