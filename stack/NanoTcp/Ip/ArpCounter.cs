// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Ip
{
    /// <summary>The counters of ARP.</summary>
    public enum ArpCounter
    {
        /// <summary>Packets that are neither a request nor a reply for Ethernet and IPv4, or whose addresses no host can have.</summary>
        Invalid,

        /// <summary>Packets in which another station claims this stack's address (RFC 5227 §2.4).</summary>
        Conflict,

        /// <summary>Probes that found another station with the address, or one that wants it too (RFC 5227 §2.1.1).</summary>
        ProbeConflict,

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
