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

        /// <summary>Fragments: not reassembled.</summary>
        Fragment,

        /// <summary>Packets of a protocol without a transport.</summary>
        ProtocolUnknown,

        /// <summary>Packets not sent because the address is not on this network and there is no gateway.</summary>
        NoRoute,

        /// <summary>The number of counters; no counter itself.</summary>
        Count,
    }
}
