// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Dhcp;
using NanoTcp.Host;
using NanoTcp.Platform;

namespace NanoTcp.BoardSockets
{
    /// <summary>The name and the address of a board whose program uses sockets. Read once, by <see cref="BoardNetwork"/>.</summary>
    public sealed class BoardNetworkOptions
    {
        /// <summary>
        /// The host's name: 1 to 63 letters, digits and inner hyphens; null: nanotcp- and the last two bytes of the MAC address in hexadecimal.
        /// </summary>
        public string? HostName;

        /// <summary>Whether other hosts find the board as <c>NAME.local</c> (mDNS, RFC 6762).</summary>
        public bool IsFoundByName = true;

        /// <summary>The board's own address; null: it asks for one by DHCP.</summary>
        public HostAddress? Address;

        /// <summary>Bits of <see cref="Address"/> that belong to the network, 24 for 255.255.255.0.</summary>
        public int PrefixLength = 24;

        /// <summary>The router to other networks, with an <see cref="Address"/>.</summary>
        public HostAddress Gateway = HostAddress.Any;

        /// <summary>A server of DNS, with an <see cref="Address"/>; null: none.</summary>
        public HostAddress? DnsServer;

        /// <summary>Where the leased address is kept over a restart; null: nowhere.</summary>
        public LeaseStore? LeaseStore;

        /// <summary>Where the board's MAC address is kept; null: the address of the board's class is used as it is.</summary>
        public IdentityStore? IdentityStore;
    }
}
