// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Net.Sockets;
using NanoTcp.Host;

namespace System.Net
{
    /// <summary>An address and a port. It never changes.</summary>
    public class IPEndPoint : EndPoint
    {
        /// <summary>The lowest port. A socket that is bound to it chooses one.</summary>
        public const int MinPort = 0;

        /// <summary>The highest port.</summary>
        public const int MaxPort = 65535;

        private readonly IPAddress _address;
        private readonly int _port;

        /// <summary>Makes an end point of IPv4.</summary>
        /// <param name="address">The address as <see cref="IPAddress(long)"/> reads it.</param>
        /// <param name="port">0 to 65535.</param>
        /// <exception cref="ArgumentOutOfRangeException">One of them is outside its range.</exception>
        public IPEndPoint(long address, int port)
            : this(new IPAddress(address), port)
        {
        }

        /// <summary>Makes an end point.</summary>
        /// <param name="address">The address.</param>
        /// <param name="port">0 to 65535.</param>
        /// <exception cref="ArgumentNullException">There is no address.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The port is outside its range.</exception>
        public IPEndPoint(IPAddress address, int port)
        {
            ArgumentNullException.ThrowIfNull(address, nameof(address));
            if (port < MinPort || port > MaxPort)
            {
                throw new ArgumentOutOfRangeException(nameof(port));
            }

            _address = address;
            _port = port;
        }

        /// <summary>The end point that the stack has filled in.</summary>
        internal IPEndPoint(HostEndPoint endPoint)
            : this(new IPAddress(endPoint.Address), endPoint.Port)
        {
        }

        /// <summary>The address.</summary>
        public IPAddress Address
        {
            get { return _address; }
        }

        /// <summary>The family of the address.</summary>
        public AddressFamily AddressFamily
        {
            get { return _address.AddressFamily; }
        }

        /// <summary>The port.</summary>
        public int Port
        {
            get { return _port; }
        }

        /// <inheritdoc/>
        public override SocketAddress Serialize()
        {
            return new SocketAddress(this);
        }

        /// <inheritdoc/>
        /// <exception cref="ArgumentNullException">There are no bytes.</exception>
        /// <exception cref="ArgumentException">The bytes are no end point of IPv4 or IPv6.</exception>
        public override EndPoint Create(SocketAddress socketAddress)
        {
            ArgumentNullException.ThrowIfNull(socketAddress, nameof(socketAddress));
            return socketAddress.ToEndPoint();
        }

        /// <summary>Address and port with a colon between them. An IPv6 address stands in brackets (RFC 5952 §6).</summary>
        public override string ToString()
        {
            string address = _address.ToString();
            if (AddressFamily == AddressFamily.InterNetworkV6)
            {
                address = "[" + address + "]";
            }

            return address + ":" + _port.ToString();
        }

        /// <inheritdoc/>
        public override bool Equals(object? comparand)
        {
            return comparand is IPEndPoint other && other._port == _port && other._address.Equals(_address);
        }

        /// <inheritdoc/>
        public override int GetHashCode()
        {
            return _address.GetHashCode() ^ _port;
        }
    }
}
