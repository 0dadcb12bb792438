// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Net.Sockets
{
    /// <summary>A protocol by its number in the IPv4 header (RFC 791 §3.1). The numbers are those of .NET.</summary>
    public enum ProtocolType
    {
        /// <summary>Not known.</summary>
        Unknown = -1,

        /// <summary>IP. A socket takes it for the usual protocol of its type.</summary>
        IP = 0,

        /// <summary>The hop-by-hop options of IPv6. Not supported.</summary>
        IPv6HopByHopOptions = 0,

        /// <summary>Not specified. A socket takes it for the usual protocol of its type.</summary>
        Unspecified = 0,

        /// <summary>ICMP. Not supported.</summary>
        Icmp = 1,

        /// <summary>IGMP. Not supported.</summary>
        Igmp = 2,

        /// <summary>GGP. Not supported.</summary>
        Ggp = 3,

        /// <summary>IPv4. A socket takes it for the usual protocol of its type.</summary>
        IPv4 = 4,

        /// <summary>TCP: for stream sockets.</summary>
        Tcp = 6,

        /// <summary>PUP. Not supported.</summary>
        Pup = 12,

        /// <summary>UDP: for datagram sockets.</summary>
        Udp = 17,

        /// <summary>IDP. Not supported.</summary>
        Idp = 22,

        /// <summary>IPv6. Not supported.</summary>
        IPv6 = 41,

        /// <summary>The routing header of IPv6. Not supported.</summary>
        IPv6RoutingHeader = 43,

        /// <summary>The fragment header of IPv6. Not supported.</summary>
        IPv6FragmentHeader = 44,

        /// <summary>ESP. Not supported.</summary>
        IPSecEncapsulatingSecurityPayload = 50,

        /// <summary>AH. Not supported.</summary>
        IPSecAuthenticationHeader = 51,

        /// <summary>ICMPv6. Not supported.</summary>
        IcmpV6 = 58,

        /// <summary>No next header of IPv6. Not supported.</summary>
        IPv6NoNextHeader = 59,

        /// <summary>The destination options of IPv6. Not supported.</summary>
        IPv6DestinationOptions = 60,

        /// <summary>ND. Not supported.</summary>
        ND = 77,

        /// <summary>Raw IP packets. Not supported.</summary>
        Raw = 255,

        /// <summary>IPX. Not supported.</summary>
        Ipx = 1000,

        /// <summary>SPX. Not supported.</summary>
        Spx = 1256,

        /// <summary>SPX II. Not supported.</summary>
        SpxII = 1257,
    }
}
