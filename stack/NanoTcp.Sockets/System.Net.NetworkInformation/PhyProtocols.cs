// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Net.NetworkInformation
{
    /// <summary>What a station of an access point speaks.</summary>
    [Flags]
    public enum PhyProtocols
    {
        /// <summary>802.11b.</summary>
        PHY802_11b = 1,

        /// <summary>802.11g.</summary>
        PHY802_11g = 2,

        /// <summary>802.11n.</summary>
        PHY802_11n = 4,

        /// <summary>Long range.</summary>
        PHY802_11lr = 8,
    }
}
