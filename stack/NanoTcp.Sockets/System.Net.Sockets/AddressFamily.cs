// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Net.Sockets
{
    /// <summary>What kind of addresses a socket uses. The numbers are those of .NET.</summary>
    public enum AddressFamily
    {
        /// <summary>Not known.</summary>
        Unknown = -1,

        /// <summary>Not specified.</summary>
        Unspecified = 0,

        /// <summary>Local to a host. Not supported.</summary>
        Unix = 1,

        /// <summary>IPv4: the family of this stack.</summary>
        InterNetwork = 2,

        /// <summary>ARPANET IMP. Not supported.</summary>
        ImpLink = 3,

        /// <summary>PUP. Not supported.</summary>
        Pup = 4,

        /// <summary>MIT CHAOS. Not supported.</summary>
        Chaos = 5,

        /// <summary>Xerox NS. Not supported.</summary>
        NS = 6,

        /// <summary>IPX. Not supported.</summary>
        Ipx = 6,

        /// <summary>ISO. Not supported.</summary>
        Iso = 7,

        /// <summary>OSI. Not supported.</summary>
        Osi = 7,

        /// <summary>ECMA. Not supported.</summary>
        Ecma = 8,

        /// <summary>Datakit. Not supported.</summary>
        DataKit = 9,

        /// <summary>CCITT, as X.25. Not supported.</summary>
        Ccitt = 10,

        /// <summary>IBM SNA. Not supported.</summary>
        Sna = 11,

        /// <summary>DECnet. Not supported.</summary>
        DecNet = 12,

        /// <summary>The data link itself. Not supported.</summary>
        DataLink = 13,

        /// <summary>LAT. Not supported.</summary>
        Lat = 14,

        /// <summary>NSC HYPERchannel. Not supported.</summary>
        HyperChannel = 15,

        /// <summary>AppleTalk. Not supported.</summary>
        AppleTalk = 16,

        /// <summary>NetBIOS. Not supported.</summary>
        NetBios = 17,

        /// <summary>VoiceView. Not supported.</summary>
        VoiceView = 18,

        /// <summary>FireFox. Not supported.</summary>
        FireFox = 19,

        /// <summary>Banyan. Not supported.</summary>
        Banyan = 21,

        /// <summary>ATM. Not supported.</summary>
        Atm = 22,

        /// <summary>IPv6. Its addresses can be named. Its sockets are not supported.</summary>
        InterNetworkV6 = 23,

        /// <summary>Clusters. Not supported.</summary>
        Cluster = 24,

        /// <summary>IEEE 1284.4. Not supported.</summary>
        Ieee12844 = 25,

        /// <summary>IrDA. Not supported.</summary>
        Irda = 26,

        /// <summary>Network Designers OSI. Not supported.</summary>
        NetworkDesigners = 28,

        /// <summary>The number after the last family.</summary>
        Max = 29,
    }
}
