// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Mdns
{
    /// <summary>What an <see cref="MdnsResponder"/> counts. Each counter wraps to negative after 2^31 events.</summary>
    public enum MdnsCounter
    {
        /// <summary>Messages that could be read.</summary>
        Received,

        /// <summary>Messages that are cut off or make no sense. They are dropped.</summary>
        Malformed,

        /// <summary>Messages from a host that is not on this link's network (RFC 6762 §11). They are dropped.</summary>
        OffLink,

        /// <summary>Messages of a kind that mDNS does not have (RFC 6762 §18), or responses from another port than 5353 (§6). They are dropped.</summary>
        Ignored,

        /// <summary>Multicast responses that were sent, announcements among them.</summary>
        MulticastSent,

        /// <summary>Unicast responses that were sent.</summary>
        UnicastSent,

        /// <summary>Probes that were sent (RFC 6762 §8.1).</summary>
        ProbesSent,

        /// <summary>Messages that said goodbye to records (RFC 6762 §10.1).</summary>
        GoodbyesSent,

        /// <summary>Records that were not sent because the querier knew them (RFC 6762 §7.1).</summary>
        KnownAnswers,

        /// <summary>Records of others that contradict this host's (RFC 6762 §9).</summary>
        Conflicts,

        /// <summary>Probes of others at the same time that went before this host's (RFC 6762 §8.2). It probes again a second later.</summary>
        TieBreaksLost,

        /// <summary>Names that this host has given up for another one.</summary>
        Renamed,

        /// <summary>Queries that were answered at once, because as many as configured waited already.</summary>
        PendingFull,

        /// <summary>Unicast responses that were not sent, because there were too many in this second, or the link had no room.</summary>
        UnicastDropped,

        /// <summary>The number of counters.</summary>
        Count,
    }
}
