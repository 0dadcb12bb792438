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

        /// <summary>The own address as the other end sees it. A host that speaks to itself by 127.0.0.0/8 has the same address at both ends.</summary>
        private IPAddress OwnAddress(HostAddress other)
        {
            IPAddress address = new IPAddress(other);
            return IPAddress.IsLoopback(address) ? address : new IPAddress(_network.Interface.Address);
        }

        /// <summary>Whether a port can be bound at an address.</summary>
        private bool IsOwn(IPAddress address)
        {
            HostAddress host = address.ToHost();
            return host.IsAny || host.Equals(_network.Interface.Address) || IPAddress.IsLoopback(address);
        }

        /// <summary>Whether it comes from another host, and this socket is for this one.</summary>
        private bool IsForeign(HostAddress other)
        {
            return _isForThisHost && !IPAddress.IsLoopback(new IPAddress(other));
        }
    }
}
