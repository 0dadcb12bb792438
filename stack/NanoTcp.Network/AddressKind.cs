// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Network
{
    /// <summary>Where an address comes from. It says how far it reaches: an address of any kind does not mean that there is an internet.</summary>
    public enum AddressKind
    {
        /// <summary>There is no address yet.</summary>
        None,

        /// <summary>The application has set it.</summary>
        Static,

        /// <summary>This host has chosen it (RFC 3927), because no server gave one. It reaches hosts on the same link only, and there is no router.</summary>
        LinkLocal,

        /// <summary>A DHCP server has lent it.</summary>
        Leased,
    }
}
