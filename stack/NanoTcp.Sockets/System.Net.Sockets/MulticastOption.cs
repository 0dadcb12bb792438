// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Net.Sockets
{
    /// <summary>A group of hosts, for the option AddMembership of a socket.</summary>
    public class MulticastOption
    {
        /// <summary>Names a group on the network of the socket.</summary>
        /// <param name="multicastAddress">The group.</param>
        /// <exception cref="ArgumentNullException">There is none.</exception>
        public MulticastOption(IPAddress multicastAddress)
            : this(multicastAddress, IPAddress.Any)
        {
        }

        /// <summary>Names a group on a network.</summary>
        /// <param name="multicastAddress">The group.</param>
        /// <param name="localAddress">This host's address on the network, or <see cref="IPAddress.Any"/>.</param>
        /// <exception cref="ArgumentNullException">One of them is missing.</exception>
        /// <exception cref="ArgumentException">One of them is no IPv4 address.</exception>
        public MulticastOption(IPAddress multicastAddress, IPAddress localAddress)
        {
            ArgumentNullException.ThrowIfNull(multicastAddress, nameof(multicastAddress));
            ArgumentNullException.ThrowIfNull(localAddress, nameof(localAddress));
            if (multicastAddress.AddressFamily != AddressFamily.InterNetwork || localAddress.AddressFamily != AddressFamily.InterNetwork)
            {
                throw new ArgumentException("A group has an IPv4 address.");
            }

            MultiCastAddress = multicastAddress;
            LocalAddress = localAddress;
        }

        /// <summary>The group.</summary>
        public IPAddress MultiCastAddress { get; }

        /// <summary>This host's address on the network, or <see cref="IPAddress.Any"/>.</summary>
        public IPAddress LocalAddress { get; }

        /// <summary>The value of the option: the four bytes of the group, then those of the own address.</summary>
        public byte[] GetBytes()
        {
            byte[] bytes = new byte[8];
            MultiCastAddress.GetAddressBytes().CopyTo(bytes, 0);
            LocalAddress.GetAddressBytes().CopyTo(bytes, 4);
            return bytes;
        }
    }
}
