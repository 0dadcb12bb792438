// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Wire;

namespace NanoTcp.Host
{
    /// <summary>
    /// The hosts that transports hold, found by address. A host that nobody holds is represented, while one packet is handled, by
    /// the stranger, so that answering it costs no entry.
    /// </summary>
    internal sealed class PeerTable
    {
        /// <summary>The one found last, whether anybody holds it or not: its address is known to be good, unless it is 0.</summary>
        internal Peer Last;

        private readonly Peer?[] _buckets;
        private readonly Peer _stranger = new Peer();
        private readonly NetworkStack _stack;
        private Peer? _free;

        internal PeerTable(int capacity, NetworkStack stack)
        {
            _stack = stack;
            _buckets = new Peer?[BucketsFor(capacity)];
            Last = _stranger;
            for (int i = 0; i < capacity; i++)
            {
                _free = new Peer { Next = _free };
            }
        }

        /// <summary>How many buckets a table of so many entries has: a power of two, about half as many, since a bucket costs more than it saves time.</summary>
        internal static int BucketsFor(int capacity)
        {
            int buckets = 1;
            while (buckets << 1 < capacity)
            {
                buckets <<= 1;
            }

            return buckets;
        }

        /// <summary>The stack's address, mask or gateway have changed.</summary>
        internal void Configure()
        {
            Describe(_stranger, 0);
            Last = _stranger;
            for (int i = 0; i < _buckets.Length; i++)
            {
                for (Peer? peer = _buckets[i]; peer != null; peer = peer.Next)
                {
                    Describe(peer, peer.Wire);
                }
            }
        }

        /// <summary>Whether <see cref="Acquire"/> would find room; when not, that is counted.</summary>
        internal bool CanAcquire(Peer peer)
        {
            if (peer.References > 0 || _free != null)
            {
                return true;
            }

            _stack.Count(Counter.PeersExhausted);
            return false;
        }

        /// <summary>The entry of an address, given as <see cref="Peer.Wire"/>, or the stranger made up to stand for it.</summary>
        internal Peer Find(uint wire)
        {
            Peer? peer = FindHeld(wire);
            if (peer == null)
            {
                peer = _stranger;
                Describe(peer, wire);
            }

            Last = peer;
            return peer;
        }

        /// <summary>The entry of an address that somebody holds, or null.</summary>
        internal Peer? FindHeld(uint wire)
        {
            Peer? peer = _buckets[Bucket(wire)];
            while (peer != null && peer.Wire != wire)
            {
                peer = peer.Next;
            }

            return peer;
        }

        /// <summary>Holds a peer that was found; one that nobody holds gets an entry. Not to be called when there is none.</summary>
        internal Peer Acquire(Peer peer)
        {
            // The stranger, or one that has lost its last holder and may be the entry that it gets.
            if (peer.References == 0)
            {
                Peer entry = _free!;
                _free = entry.Next;
                if (entry != peer)
                {
                    entry.Wire = peer.Wire;
                    entry.NextHop = peer.NextHop;
                    entry.AddressSum = peer.AddressSum;
                }

                int bucket = Bucket(entry.Wire);
                entry.Next = _buckets[bucket];
                _buckets[bucket] = entry;
                Last = entry;
                peer = entry;
            }

            peer.References++;
            return peer;
        }

        /// <summary>Lets go of a peer; the last one to do so frees its entry.</summary>
        internal void Release(Peer peer)
        {
            if (--peer.References > 0)
            {
                return;
            }

            int bucket = Bucket(peer.Wire);
            Peer? previous = _buckets[bucket];
            if (previous == peer)
            {
                _buckets[bucket] = peer.Next;
            }
            else
            {
                while (previous!.Next != peer)
                {
                    previous = previous.Next;
                }

                previous.Next = peer.Next;
            }

            // If it was found last, it goes on to stand for its address like the stranger: who has closed one connection often opens the next.
            peer.Next = _free;
            _free = peer;
        }

        private int Bucket(uint wire)
        {
            // The high bits tell hosts of one network apart, the low ones those of many.
            wire ^= wire >> 16;
            return (int)(wire ^ (wire >> 8)) & (_buckets.Length - 1);
        }

        private void Describe(Peer peer, uint wire)
        {
            uint address = BigEndian.Swap(wire);
            peer.Wire = wire;
            peer.NextHop = _stack.IsOnLink(address) ? address : _stack.Gateway;
            peer.AddressSum = (int)(((ulong)wire + BigEndian.Swap(_stack.Address)) % 0xFFFF);
        }
    }
}
