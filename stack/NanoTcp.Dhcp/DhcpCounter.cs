// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Dhcp
{
    /// <summary>The counters of a <see cref="DhcpClient"/>.</summary>
    public enum DhcpCounter
    {
        /// <summary>Messages sent.</summary>
        Sent,

        /// <summary>Messages not sent, because the link had no room or there was no route. The first kind is tried again soon, the second at its next time.</summary>
        NotSent,

        /// <summary>Datagrams that are no reply of DHCP to an Ethernet station.</summary>
        Invalid,

        /// <summary>Replies to others, or to something that was asked before.</summary>
        NotForUs,

        /// <summary>Replies whose options do not fit into their message.</summary>
        Malformed,

        /// <summary>Replies that do not fit the state, or come from a server that was not chosen.</summary>
        Unexpected,

        /// <summary>Offers and leases that cannot be used: an impossible address, no server, or hardly any time.</summary>
        Unusable,

        /// <summary>Leases taken after a check of their address.</summary>
        Bound,

        /// <summary>Leases confirmed or given more time.</summary>
        Renewed,

        /// <summary>Refusals by a server (DHCPNAK) that were obeyed.</summary>
        Refused,

        /// <summary>Addresses given back because another station has them (DHCPDECLINE).</summary>
        Declined,

        /// <summary>Leases that ran out.</summary>
        Expired,

        /// <summary>The number of counters; no counter itself.</summary>
        Count,
    }
}
