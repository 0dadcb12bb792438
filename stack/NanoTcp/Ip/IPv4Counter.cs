// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Ip
{
    /// <summary>The counters of an <see cref="IPv4"/> for received and sent packets.</summary>
    public enum IPv4Counter
    {
        /// <summary>Packets whose version, lengths or addresses are impossible.</summary>
        Invalid,

        /// <summary>Packets with a wrong header checksum.</summary>
        ChecksumError,

        /// <summary>Packets for another address.</summary>
        NotForUs,

        /// <summary>Fragments received.</summary>
        Fragment,

        /// <summary>Packets of a protocol without a transport.</summary>
        ProtocolUnknown,

        /// <summary>Packets not sent because the address is not on this network and there is no gateway.</summary>
        NoRoute,

        /// <summary>
        /// Fragments of an impossible length or place, and first fragments without the whole header of their transport. Their packets are dropped.
        /// </summary>
        FragmentInvalid,

        /// <summary>Fragments that repeat what is there already. They change nothing.</summary>
        FragmentDuplicate,

        /// <summary>Packets dropped because two of their fragments overlap, or do not agree about the end (RFC 5722 §4).</summary>
        FragmentOverlap,

        /// <summary>Fragments dropped because packets that leave are in all buffers, or because there are none.</summary>
        FragmentBuffersFull,

        /// <summary>Packets that have arrived in fragments completely.</summary>
        Reassembled,

        /// <summary>Packets whose fragments have not all arrived in time.</summary>
        ReassemblyTimeout,

        /// <summary>Packets whose fragments had not all arrived when their buffer was needed: for a newer packet of the same host, or since all were in use.</summary>
        ReassemblyReplaced,

        /// <summary>Packets in fragments that are longer than a buffer.</summary>
        ReassemblyTooLong,

        /// <summary>Fragments sent.</summary>
        FragmentsSent,

        /// <summary>Packets of which the last fragments did not leave in time, because the link had no room or nobody answered for the next hop.</summary>
        FragmentsAbandoned,

        /// <summary>Packets from this host to itself that were dropped, because too many were under way.</summary>
        LoopbackFull,

        /// <summary>The number of counters; no counter itself.</summary>
        Count,
    }
}
