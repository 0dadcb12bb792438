// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Net.Sockets;

namespace System.Net
{
    /// <summary>
    /// An end point as bytes: the family with its low byte first, the port in network byte order, then for IPv4 the address, and for IPv6 four bytes of flow
    /// information, the address and four bytes of scope.
    /// </summary>
    public class SocketAddress
    {
        /// <summary>Bytes of an IPv4 end point.</summary>
        internal const int IPv4Size = 16;

        /// <summary>Bytes of an IPv6 end point.</summary>
        internal const int IPv6Size = 28;

        private const int Port = 2;
        private const int IPv4 = 4;
        private const int IPv6 = 8;
        private const int Scope = 24;

        private readonly byte[] _bytes;

        /// <summary>Makes one of zeros after the family.</summary>
        /// <param name="family">The family.</param>
        /// <param name="size">How many bytes: 2 or more.</param>
        /// <exception cref="ArgumentOutOfRangeException">There is no room for the family.</exception>
        public SocketAddress(AddressFamily family, int size)
        {
            if (size < Port)
            {
                throw new ArgumentOutOfRangeException(nameof(size));
            }

            _bytes = new byte[size];
            _bytes[0] = (byte)family;
            _bytes[1] = (byte)((int)family >> 8);
        }

        internal SocketAddress(IPEndPoint endPoint)
            : this(endPoint.AddressFamily, endPoint.AddressFamily == AddressFamily.InterNetwork ? IPv4Size : IPv6Size)
        {
            IPAddress address = endPoint.Address;
            _bytes[Port] = (byte)(endPoint.Port >> 8);
            _bytes[Port + 1] = (byte)endPoint.Port;
            byte[] bytes = address.GetAddressBytes();
            if (address.AddressFamily == AddressFamily.InterNetwork)
            {
                bytes.CopyTo(_bytes, IPv4);
                return;
            }

            bytes.CopyTo(_bytes, IPv6);
            for (int i = 0; i < 4; i++)
            {
                _bytes[Scope + i] = (byte)(address.ScopeId >> (8 * i));
            }
        }

        /// <summary>The family of its addresses.</summary>
        public AddressFamily Family
        {
            get { return (AddressFamily)(short)(_bytes[0] | (_bytes[1] << 8)); }
        }

        /// <summary>How many bytes there are.</summary>
        public int Size
        {
            get { return _bytes.Length; }
        }

        /// <summary>One of the bytes.</summary>
        /// <exception cref="IndexOutOfRangeException">There is no such byte.</exception>
        public byte this[int offset]
        {
            get { return _bytes[offset]; }
            set { _bytes[offset] = value; }
        }

        /// <inheritdoc/>
        public override bool Equals(object? comparand)
        {
            if (!(comparand is SocketAddress other) || other._bytes.Length != _bytes.Length)
            {
                return false;
            }

            for (int i = 0; i < _bytes.Length; i++)
            {
                if (other._bytes[i] != _bytes[i])
                {
                    return false;
                }
            }

            return true;
        }

        /// <inheritdoc/>
        public override int GetHashCode()
        {
            int hash = _bytes.Length;
            for (int i = 0; i < _bytes.Length; i++)
            {
                hash = hash * 31 + _bytes[i];
            }

            return hash;
        }

        /// <exception cref="ArgumentException">It is no address of IPv4 or IPv6, or too short for one.</exception>
        internal IPEndPoint ToEndPoint()
        {
            int port = _bytes.Length < IPv4 ? 0 : _bytes[Port] << 8 | _bytes[Port + 1];
            if (Family == AddressFamily.InterNetwork && _bytes.Length >= IPv4 + 4)
            {
                byte[] address = new byte[4];
                Array.Copy(_bytes, IPv4, address, 0, address.Length);
                return new IPEndPoint(new IPAddress(address), port);
            }

            if (Family == AddressFamily.InterNetworkV6 && _bytes.Length >= IPv6Size)
            {
                byte[] address = new byte[16];
                Array.Copy(_bytes, IPv6, address, 0, address.Length);
                long scope = 0;
                for (int i = 3; i >= 0; i--)
                {
                    scope = scope << 8 | _bytes[Scope + i];
                }

                return new IPEndPoint(new IPAddress(address, scope), port);
            }

            throw new ArgumentException("The bytes are no end point of IPv4 or IPv6.");
        }
    }
}
