// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Dhcp;
using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Tcp;

namespace NanoTcp.Network
{
    /// <summary>The name and the sizes of a <see cref="NetworkInterface"/>. Read once, by its constructor.</summary>
    public sealed class NetworkInterfaceOptions
    {
        /// <summary>
        /// The host's name: 1 to 63 letters, digits and inner hyphens; null: nanotcp- and the last two bytes of the MAC address in hexadecimal. DHCP servers are
        /// told this name unless <see cref="Dhcp"/> has another.
        /// </summary>
        public string? HostName;

        /// <summary>Services that can be added.</summary>
        public int MaxServices = 8;

        /// <summary>
        /// Tries of DHCP without success before the host chooses an address by itself. The first try takes four seconds, and each one twice as long as the one
        /// before (RFC 2131 §4.1).
        /// </summary>
        public int TriesBeforeLinkLocal = 1;

        /// <summary>
        /// Whether the host asks if a static address is free before it uses it (RFC 5227 §2.1). That takes four to seven seconds. Without this the host
        /// only announces the address, and notices a conflict later.
        /// </summary>
        public bool ProbesStaticAddress;

        /// <summary>The sizes of the stack.</summary>
        public StackOptions Stack = new StackOptions();

        /// <summary>The sizes of IPv4 and ARP.</summary>
        public IPv4Options IPv4 = new IPv4Options();

        /// <summary>The sizes of TCP; null: there is no TCP, and it takes no memory.</summary>
        public TcpOptions? Tcp = new TcpOptions();

        /// <summary>The options of DHCP. Here firmware gives a store that keeps the address over a restart.</summary>
        public DhcpOptions Dhcp = new DhcpOptions();
    }
}
