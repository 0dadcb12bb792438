// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Wire;

namespace NanoTcp.Host
{
    /// <summary>
    /// The address of a host for applications: an IPv4 address. It never changes, and equal addresses are equal objects. Applications make it, and
    /// the path of frames never does.
    /// </summary>
    public sealed class HostAddress
    {
        /// <summary>No address.</summary>
        public static readonly HostAddress Any = new HostAddress(IPv4Address.Any);

        /// <summary>Everyone on this link: 255.255.255.255.</summary>
        public static readonly HostAddress Broadcast = new HostAddress(IPv4Address.Broadcast);

        /// <summary>As <see cref="IPv4Address"/> has it.</summary>
        internal readonly uint IPv4;

        /// <summary>Bytes of an IPv4 address.</summary>
        private const int Length = 4;

        internal HostAddress(uint address)
        {
            IPv4 = address;
        }

        /// <summary>An IPv4 address from its four parts, the leftmost first.</summary>
        public static HostAddress From(byte a, byte b, byte c, byte d)
        {
            return new HostAddress(IPv4Address.From(a, b, c, d));
        }

        /// <summary>An IPv4 address from four bytes in network byte order.</summary>
        /// <exception cref="ArgumentNullException">There is no array.</exception>
        /// <exception cref="ArgumentOutOfRangeException">The four bytes do not stand in it.</exception>
        public static HostAddress From(byte[] buffer, int offset)
        {
            CheckRoom(buffer, offset);
            return new HostAddress(BigEndian.ReadUInt32(buffer, offset));
        }

        /// <summary>Reads an address: four decimal numbers without leading zeros, with dots between them.</summary>
        /// <exception cref="ArgumentNullException">There is no text.</exception>
        /// <exception cref="FormatException">The text is no address.</exception>
        public static HostAddress Parse(string text)
        {
            ArgumentNullException.ThrowIfNull(text, nameof(text));
            if (!TryParse(text, out HostAddress? address))
            {
                throw new FormatException("'" + text + "' is no IPv4 address: four numbers from 0 to 255 with dots between them, as in 192.168.7.2.");
            }

            return address!;
        }

        /// <summary>The same without an exception: false, and null, for a text that is no address.</summary>
        public static bool TryParse(string? text, out HostAddress? address)
        {
            bool isAddress = IPv4Address.TryParse(text, out uint value);
            address = isAddress ? new HostAddress(value) : null;
            return isAddress;
        }

        /// <summary>Whether it is no address, as <see cref="Any"/> is.</summary>
        public bool IsAny
        {
            get { return IPv4 == IPv4Address.Any; }
        }

        /// <summary>Whether it is a link-local address, 169.254/16 (RFC 3927), which is good on its own link only.</summary>
        public bool IsLinkLocal
        {
            get { return IPv4 >> 16 == 0xA9FE; }
        }

        /// <summary>Whether it is the address of a multicast group, 224/4.</summary>
        public bool IsMulticast
        {
            get { return IPv4Address.IsMulticast(IPv4); }
        }

        /// <summary>Writes the bytes of the address in network byte order: four for IPv4.</summary>
        /// <exception cref="ArgumentNullException">There is no array.</exception>
        /// <exception cref="ArgumentOutOfRangeException">It has no room for them. Nothing is written.</exception>
        public void CopyTo(byte[] buffer, int offset)
        {
            CheckRoom(buffer, offset);
            BigEndian.WriteUInt32(buffer, offset, IPv4);
        }

        /// <summary>Whether the other object is the same address.</summary>
        public override bool Equals(object? other)
        {
            return other is HostAddress address && address.IPv4 == IPv4;
        }

        /// <summary>A number that equal addresses share.</summary>
        public override int GetHashCode()
        {
            return (int)IPv4;
        }

        /// <summary>The address as <see cref="Parse"/> reads it.</summary>
        public override string ToString()
        {
            return IPv4Address.ToString(IPv4);
        }

        private static void CheckRoom(byte[] buffer, int offset)
        {
            if (buffer == null)
            {
                Throw.ArgumentNull();
            }

            if (offset < 0 || offset > buffer!.Length - Length)
            {
                Throw.ArgumentOutOfRange();
            }
        }
    }
}
