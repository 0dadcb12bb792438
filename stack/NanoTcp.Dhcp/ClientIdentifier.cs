// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Wire;

namespace NanoTcp.Dhcp
{
    /// <summary>Makes the client identifiers of DHCP (RFC 2132 §9.14): what servers remember a client by.</summary>
    public static class ClientIdentifier
    {
        private const byte Ethernet = 1;
        private const byte Node = 255;

        /// <summary>The usual one: the type of the hardware, and the MAC address.</summary>
        /// <exception cref="ArgumentNullException">There is no address.</exception>
        public static byte[] FromMac(byte[] macAddress)
        {
            ArgumentNullException.ThrowIfNull(macAddress, nameof(macAddress));
            byte[] identifier = new byte[1 + macAddress.Length];
            identifier[0] = Ethernet;
            Array.Copy(macAddress, 0, identifier, 1, macAddress.Length);
            return identifier;
        }

        /// <summary>The form that DHCPv6 shares (RFC 4361 §6.1).</summary>
        /// <param name="interfaceNumber">The number of the interface among those of the node (IAID), the same at every start.</param>
        /// <param name="duid">The node's DHCP unique identifier (RFC 8415 §11), at most 59 bytes.</param>
        /// <exception cref="ArgumentNullException">There is no DUID.</exception>
        public static byte[] FromDuid(int interfaceNumber, byte[] duid)
        {
            ArgumentNullException.ThrowIfNull(duid, nameof(duid));
            byte[] identifier = new byte[5 + duid.Length];
            identifier[0] = Node;
            BigEndian.WriteUInt32(identifier, 1, (uint)interfaceNumber);
            Array.Copy(duid, 0, identifier, 5, duid.Length);
            return identifier;
        }
    }
}
