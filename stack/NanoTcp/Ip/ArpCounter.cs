// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Ip
{
    /// <summary>The counters of ARP.</summary>
    public enum ArpCounter
    {
        /// <summary>Packets that are not Ethernet and IPv4, or whose addresses no host can have.</summary>
        Invalid,

        /// <summary>Packets in which another station claims this stack's address (RFC 5227 §2.4).</summary>
        Conflict,

        /// <summary>Requests sent.</summary>
        RequestsSent,

        /// <summary>Live ARP entries given up because the table was full.</summary>
        Evicted,

        /// <summary>Packets not sent because too many already waited for an address to be resolved.</summary>
        QueueFull,

        /// <summary>Packets not sent because nobody answered for the address.</summary>
        Unresolved,

        /// <summary>The number of counters; no counter itself.</summary>
        Count,
    }
}
