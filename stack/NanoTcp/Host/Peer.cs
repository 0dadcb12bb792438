// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Ip;
using NanoTcp.Wire;

namespace NanoTcp.Host
{
    /// <summary>Another host as the transports know it: an entry of the <see cref="PeerTable"/>, with all that a packet to it needs.</summary>
    public sealed class Peer
    {
        /// <summary>Its address as it stands in a header, read with BitConverter.</summary>
        internal uint Wire;

        /// <summary>The address on the link through which it is reached; 0 when there is no route.</summary>
        internal uint NextHop;

        /// <summary>The words of both addresses as <see cref="NanoTcp.Wire.Checksum"/> sums them up, modulo 65535, for headers and pseudo headers.</summary>
        internal int AddressSum;

        /// <summary>Where <see cref="Arp"/> had <see cref="NextHop"/> when it last looked.</summary>
        internal int Neighbour;

        /// <summary>Connections and the like that hold it; 0 for the stranger.</summary>
        internal int References;

        /// <summary>The next one in its bucket of the table, or the next free one.</summary>
        internal Peer? Next;

        internal Peer()
        {
        }

        /// <summary>Its address, for a debugger.</summary>
        public override string ToString()
        {
            return IPv4Address.ToString(BigEndian.Swap(Wire));
        }
    }
}
