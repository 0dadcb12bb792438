// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Host
{
    /// <summary>
    /// Another host: the only name of one that transports know. Whoever keeps a reference longer than the call in which he got it acquires it from the
    /// <see cref="PeerTable"/>, and releases it.
    /// </summary>
    public sealed class Peer
    {
        /// <summary>
        /// Stands for the host where a reference would be too much: two hosts are the same if their keys are, and <see cref="PeerTable.Find"/> finds one by
        /// it. Only the network layer knows how it comes by it (of IPv4 it is the address); it holds until this host's own address changes. None is 0.
        /// </summary>
        internal int Key;

        /// <summary>
        /// The words of both addresses as <see cref="NanoTcp.Wire.Checksum"/> sums them up, modulo 65535: what a pseudo header adds to a checksum besides
        /// length and protocol.
        /// </summary>
        internal int AddressSum;

        /// <summary>The network layer's name of the station on the link through which it is reached; 0 when there is no route.</summary>
        internal int NextHop;

        /// <summary>Where the network layer had <see cref="NextHop"/> in its table when it last looked.</summary>
        internal int Neighbour;

        /// <summary>How many hold it; 0 for the stranger.</summary>
        internal int References;

        /// <summary>The next one in its bucket of the table, or the next free one.</summary>
        internal Peer? Next;

        internal Peer()
        {
        }
    }
}
