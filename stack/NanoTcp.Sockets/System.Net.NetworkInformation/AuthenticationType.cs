// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Net.NetworkInformation
{
    /// <summary>How a station of a wireless network shows who it is.</summary>
    public enum AuthenticationType : byte
    {
        /// <summary>Not at all.</summary>
        None = 0,

        /// <summary>EAP.</summary>
        EAP = 1,

        /// <summary>PEAP.</summary>
        PEAP = 2,

        /// <summary>Windows Connect Now.</summary>
        WCN = 3,

        /// <summary>The network is open.</summary>
        Open = 4,

        /// <summary>A shared key.</summary>
        Shared = 5,

        /// <summary>WEP.</summary>
        WEP = 6,

        /// <summary>WPA.</summary>
        WPA = 7,

        /// <summary>WPA2.</summary>
        WPA2 = 8,
    }
}
