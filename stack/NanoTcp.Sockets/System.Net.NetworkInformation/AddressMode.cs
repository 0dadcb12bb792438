// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Net.NetworkInformation
{
    /// <summary>Where the address of an interface comes from.</summary>
    public enum AddressMode : byte
    {
        /// <summary>Not known.</summary>
        Invalid = 0,

        /// <summary>DHCP.</summary>
        DHCP = 1,

        /// <summary>The program.</summary>
        Static = 2,

        /// <summary>It is link-local (RFC 3927).</summary>
        AutoIP = 3,
    }
}
