// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Host
{
    /// <summary>
    /// Another host. Transports know other hosts only by this object. To keep a reference longer than the call, acquire it from the
    /// <see cref="PeerTable"/>, and release it later.
    /// </summary>
    public sealed class Peer
    {
        /// <summary>The <see cref="NextHop"/> of a host that is this one: its packets need no link.</summary>
        internal const int ThisHost = 0x7F000001;

        /// <summary>
        /// Stands for the host where a reference would take too much memory. Two hosts are the same if their keys are equal.
        /// <see cref="PeerTable.Find"/> finds a host by its key. Only the network layer knows its meaning (in IPv4 it is the address). It stays the
        /// same when this host's own address changes. None is 0.
        /// </summary>
        internal int Key;

        /// <summary>
        /// The sum of both addresses by <see cref="NanoTcp.Wire.Checksum"/>, modulo 65535. This is the part of a pseudo header besides length and
        /// protocol.
        /// </summary>
        internal int AddressSum;

        /// <summary>The network layer's name of the next hop, a station on the link; 0 without a route.</summary>
        internal int NextHop;

        /// <summary>The last place of <see cref="NextHop"/> in the network layer's table.</summary>
        internal int Neighbour;

        /// <summary>The number of holders; 0 for the stranger.</summary>
        internal int References;

        /// <summary>The next entry in its bucket of the table, or the next free one.</summary>
        internal Peer? Next;

        internal Peer()
        {
        }

        /// <summary>Whether it is this host. Then a packet to it leaves whatever the link says.</summary>
        internal bool IsThisHost
        {
            get { return NextHop == ThisHost; }
        }
    }
}
