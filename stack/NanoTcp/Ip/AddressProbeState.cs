// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Ip
{
    /// <summary>What is known of an address that this host asks for with <see cref="IPv4.StartProbe"/> (RFC 5227 §2.1).</summary>
    public enum AddressProbeState
    {
        /// <summary>No address is asked for.</summary>
        None,

        /// <summary>Others are being asked.</summary>
        Probing,

        /// <summary>Nobody has the address. It may be used.</summary>
        Free,

        /// <summary>Another station has it, or wants it at the same time.</summary>
        Conflict,
    }
}
