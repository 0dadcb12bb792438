// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Wire;

namespace System.Net.Sockets
{
    // Addresses of System.Net and of the stack.
    public partial class Socket
    {
        private IPEndPoint ToIPEndPoint(EndPoint endPoint)
        {
            if (endPoint == null)
            {
                Throw.ArgumentNull();
            }

            if (AddressFamily == AddressFamily.InterNetwork && endPoint is IPEndPoint ip)
            {
                return ip;
            }

            throw new SocketException(SocketError.AddressFamilyNotSupported);
        }

        /// <summary>The own address as the other end sees it.</summary>
        private IPAddress OwnAddress()
        {
            return new IPAddress(_network.Interface.Address);
        }

        /// <summary>Whether a port can be bound at an address.</summary>
        private bool IsOwn(HostAddress address)
        {
            return address.IsAny || address.Equals(_network.Interface.Address);
        }
    }
}
