// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Net.NetworkInformation
{
    /// <summary>The kind of an interface. The numbers are those of .NET.</summary>
    public enum NetworkInterfaceType
    {
        /// <summary>Not known.</summary>
        Unknown = 1,

        /// <summary>Ethernet: the interface of this stack.</summary>
        Ethernet = 6,

        /// <summary>A station of a wireless network.</summary>
        Wireless80211 = 71,

        /// <summary>An access point.</summary>
        WirelessAP = 72,
    }
}
