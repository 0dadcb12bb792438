// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Ip;

namespace NanoTcp.Tcp
{
    /// <summary>Connections of which a few words are enough, so that they take no <see cref="TcpConnection"/>. Found by address and ports.</summary>
    internal abstract class EntryTable
    {
        /// <summary>No entry.</summary>
        internal const int None = -1;

        // The first words of an entry. An entry is free when its address is 0. Next is that of a bucket's chain, or of the chain of free entries.
        protected const int Address = 0;
        protected const int Ports = 1;
        protected const int FirstOwn = 3;
        private const int Next = 2;

        /// <summary>How many there are.</summary>
        internal int Count;

        /// <summary>When the first one has to be looked at; <see cref="long.MaxValue"/>: there is none.</summary>
        internal long NextDeadline = long.MaxValue;

        protected readonly TcpTransport Transport;
        protected readonly NetworkStack Stack;

        /// <summary>The entries, each beginning at a multiple of their size.</summary>
        protected readonly int[] Words;

        private readonly int[] _buckets;
        private int _free = None;

        protected EntryTable(TcpTransport transport, NetworkStack stack, int capacity, int entrySize)
        {
            Transport = transport;
            Stack = stack;
            Words = new int[capacity * entrySize];
            for (int entry = Words.Length - entrySize; entry >= 0; entry -= entrySize)
            {
                Words[entry + Next] = _free;
                _free = entry;
            }

            _buckets = new int[PeerTable.BucketsFor(capacity)];
            for (int i = 0; i < _buckets.Length; i++)
            {
                _buckets[i] = None;
            }
        }

        /// <summary>Whether there is no room for another one.</summary>
        internal bool IsFull
        {
            get { return _free == None; }
        }

        /// <summary>The entry of a connection, or <see cref="None"/>.</summary>
        internal int Find(Peer peer, int ports)
        {
            int[] words = Words;
            int address = (int)peer.Wire;
            int entry = _buckets[Bucket(address, ports)];
            while (entry != None && (words[entry + Ports] != ports || words[entry + Address] != address))
            {
                entry = words[entry + Next];
            }

            return entry;
        }

        /// <summary>Makes an entry. Not to be called when full.</summary>
        protected int Take(Peer peer, int ports)
        {
            int entry = _free;
            int[] words = Words;
            _free = words[entry + Next];
            words[entry + Address] = (int)peer.Wire;
            words[entry + Ports] = ports;
            int bucket = Bucket(words[entry + Address], ports);
            words[entry + Next] = _buckets[bucket];
            _buckets[bucket] = entry;
            Count++;
            return entry;
        }

        /// <summary>Makes an entry free.</summary>
        protected void Release(int entry)
        {
            int[] words = Words;
            int bucket = Bucket(words[entry + Address], words[entry + Ports]);
            int previous = _buckets[bucket];
            if (previous == entry)
            {
                _buckets[bucket] = words[entry + Next];
            }
            else
            {
                while (words[previous + Next] != entry)
                {
                    previous = words[previous + Next];
                }

                words[previous + Next] = words[entry + Next];
            }

            words[entry + Address] = 0;
            words[entry + Next] = _free;
            _free = entry;
            Count--;
        }

        private int Bucket(int address, int ports)
        {
            return TcpTransport.Hash((uint)address, ports) & (_buckets.Length - 1);
        }
    }
}
