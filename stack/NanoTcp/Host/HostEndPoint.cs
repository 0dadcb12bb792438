// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Wire;

namespace NanoTcp.Host
{
    /// <summary>
    /// An address and a port, kept by an application. Calls that receive fill it in, so that nothing is allocated for each datagram. Only
    /// <see cref="Address"/> makes an object, when it is asked for.
    /// </summary>
    public sealed class HostEndPoint
    {
        /// <summary>The address as it stands in a header, read with BitConverter: the <see cref="Peer.Key"/> of an IPv4 host.</summary>
        internal int Key;

        /// <summary>The port likewise.</summary>
        internal int WirePort;

        private HostAddress _address = HostAddress.Any;

        /// <summary>Makes an end point without address and port.</summary>
        public HostEndPoint()
        {
        }

        /// <summary>Makes an end point.</summary>
        /// <exception cref="ArgumentNullException">There is no address.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The port is not between 0 and 65535.</exception>
        public HostEndPoint(HostAddress address, int port)
        {
            Set(address, port);
        }

        /// <summary>The address. The object is made when it is asked for, and stays the same as long as the address does.</summary>
        public HostAddress Address
        {
            get
            {
                uint address = IPv4;
                if (_address.IPv4 != address)
                {
                    _address = new HostAddress(address);
                }

                return _address;
            }
        }

        /// <summary>The address, as <see cref="IPv4Address"/> has it.</summary>
        internal uint IPv4
        {
            get { return BigEndian.Swap((uint)Key); }
        }

        /// <summary>The port, 0 to 65535.</summary>
        public int Port
        {
            get { return SwapPort(WirePort); }
        }

        /// <summary>Sets both. Allocates nothing.</summary>
        /// <exception cref="ArgumentNullException">There is no address.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The port is not between 0 and 65535.</exception>
        public void Set(HostAddress address, int port)
        {
            if (address == null)
            {
                Throw.ArgumentNull();
            }

            if ((uint)port > 65535)
            {
                Throw.ArgumentOutOfRange();
            }

            _address = address!;
            Key = (int)BigEndian.Swap(_address.IPv4);
            WirePort = SwapPort(port);
        }

        /// <summary>Takes over another end point. Allocates nothing.</summary>
        /// <exception cref="ArgumentNullException">There is none.</exception>
        public void Set(HostEndPoint other)
        {
            if (other == null)
            {
                Throw.ArgumentNull();
            }

            Key = other!.Key;
            WirePort = other.WirePort;
        }

        /// <summary>Whether this is the address, whatever the port. Allocates nothing.</summary>
        /// <exception cref="ArgumentNullException">There is no address.</exception>
        public bool HasAddress(HostAddress address)
        {
            if (address == null)
            {
                Throw.ArgumentNull();
            }

            return address!.IPv4 == IPv4;
        }

        /// <summary>Whether another end point has the same address and port.</summary>
        public bool IsSameAs(HostEndPoint other)
        {
            return other.Key == Key && other.WirePort == WirePort;
        }

        /// <summary>Whether the other object is the same address and port.</summary>
        public override bool Equals(object? other)
        {
            return other is HostEndPoint endPoint && IsSameAs(endPoint);
        }

        /// <summary>A number that equal end points share.</summary>
        public override int GetHashCode()
        {
            return (int)IPv4 ^ WirePort;
        }

        /// <summary>Address and port with a colon between them.</summary>
        public override string ToString()
        {
            return IPv4Address.ToString(IPv4) + ":" + Port.ToString();
        }

        /// <summary>Turns a port into the form in which BitConverter reads it from a header, and back.</summary>
        internal static int SwapPort(int port)
        {
            return (port & 0xFF) << 8 | port >> 8;
        }
    }
}
