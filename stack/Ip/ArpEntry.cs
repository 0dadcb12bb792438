// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Wire;

namespace NanoTcp.Ip
{
    /// <summary>What is known of one address on the link.</summary>
    internal sealed class ArpEntry
    {
        internal readonly byte[] Mac = new byte[EthernetHeader.AddressLength];
        internal uint Address;
        internal ArpState State;

        /// <summary>When the state has to change or a request to be repeated; long.MaxValue: never.</summary>
        internal long Deadline = long.MaxValue;

        /// <summary>When it was last learned, asked for or sent to.</summary>
        internal long UsedAt;

        /// <summary>Requests sent since it was last known.</summary>
        internal int Requests;
    }
}
