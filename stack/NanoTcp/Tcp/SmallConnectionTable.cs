// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;

namespace NanoTcp.Tcp
{
    /// <summary>A table of connections that need only a few words, and no <see cref="ControlBlock"/>. Found by host and ports.</summary>
    internal abstract class SmallConnectionTable
    {
        /// <summary>No entry. Entry 0 does not exist. Its words begin and end the chains of entries.</summary>
        internal const int None = 0;

        // The first words of an entry. Host is the key of a Peer; that of a free entry is 0. Next belongs to a bucket's chain, or to the chain of
        // free entries.
        protected const int Host = 0;
        protected const int Ports = 1;
        protected const int FirstOwn = 3;
        private const int Next = 2;

        /// <summary>
        /// Words of an entry at the most. After the words of <see cref="None"/> come the first entry of each bucket, and then the entries.
        /// </summary>
        private const int LargestEntry = FirstOwn + 7;

        /// <summary>How many there are.</summary>
        internal int Count;

        protected readonly TcpTransport Transport;
        protected readonly NetworkStack Stack;

        /// <summary>The free entries are chained so that the first one taken is at the end.</summary>
        protected readonly int[] Words;

        private readonly int _bucketMask;

        protected SmallConnectionTable(TcpTransport transport, NetworkStack stack, int capacity, int entrySize)
        {
            Transport = transport;
            Stack = stack;
            int buckets = PeerTable.BucketsFor(capacity);
            _bucketMask = buckets - 1;
            Words = new int[LargestEntry + buckets + capacity * entrySize];
            for (int entry = LargestEntry + buckets; entry < Words.Length; entry += entrySize)
            {
                Words[entry + Next] = Words[None + Next];
                Words[None + Next] = entry;
            }
        }

        /// <summary>Whether there is no room for another one.</summary>
        internal bool IsFull
        {
            get { return Words[None + Next] == None; }
        }

        /// <summary>The entry of a connection, or <see cref="None"/>.</summary>
        internal int Find(Peer peer, int ports)
        {
            int[] words = Words;
            int host = peer.Key;
            int entry = Chain(host, ports);
            do
            {
                entry = words[entry + Next];
            }
            while (entry != None && (words[entry + Ports] != ports || words[entry + Host] != host));

            return entry;
        }

        /// <summary>Makes an entry. Not to be called when full.</summary>
        protected int Take(Peer peer, int ports)
        {
            int[] words = Words;
            int host = peer.Key;
            int entry = words[None + Next];
            int chain = Chain(host, ports);
            words[None + Next] = words[entry + Next];
            words[entry + Next] = words[chain + Next];
            words[chain + Next] = entry;
            words[entry + Host] = host;
            words[entry + Ports] = ports;
            Count++;
            return entry;
        }

        /// <summary>Makes an entry free.</summary>
        protected void Release(int entry)
        {
            int[] words = Words;
            int previous = Chain(words[entry + Host], words[entry + Ports]);
            while (words[previous + Next] != entry)
            {
                previous = words[previous + Next];
            }

            words[previous + Next] = words[entry + Next];
            words[entry + Host] = 0;
            words[entry + Next] = words[None + Next];
            words[None + Next] = entry;
            Count--;
        }

        /// <summary>The chain of a connection's bucket: the place of a bucket works as the Next of an entry.</summary>
        private int Chain(int host, int ports)
        {
            // As TcpTransport hashes.
            return (((ports ^ host) * TcpTransport.GoldenRatio) >> 16 & _bucketMask) + (LargestEntry - Next);
        }
    }
}
