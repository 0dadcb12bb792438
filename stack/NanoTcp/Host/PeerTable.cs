// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Host
{
    /// <summary>
    /// The hosts that transports hold, found by their keys. A host that nobody holds is represented, while one packet is handled, by
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

        /// <summary>This host's address has changed, or the way to others: what the network layer has written into peers is written anew.</summary>
        internal void DescribeAnew()
        {
            Describe(_stranger, 0);
            Last = _stranger;
            for (int i = 0; i < _buckets.Length; i++)
            {
                for (Peer? peer = _buckets[i]; peer != null; peer = peer.Next)
                {
                    Describe(peer, peer.Key);
                }
            }
        }

        /// <summary>Tells the transports of the hosts that were reached through a next hop which does not answer.</summary>
        internal void HopUnreachable(int nextHop)
        {
            for (int i = 0; i < _buckets.Length; i++)
            {
                Peer? next;
                for (Peer? peer = _buckets[i]; peer != null; peer = next)
                {
                    // Whoever held it may let go of it now.
                    next = peer.Next;
                    if (peer.NextHop == nextHop)
                    {
                        _stack.PeerUnreachable(peer);
                    }
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

        /// <summary>The entry of a host, given by its <see cref="Peer.Key"/>, or the stranger made up to stand for it.</summary>
        internal Peer Find(int key)
        {
            Peer? peer = FindHeld(key);
            if (peer == null)
            {
                peer = _stranger;
                Describe(peer, key);
            }

            Last = peer;
            return peer;
        }

        /// <summary>The entry of a host that somebody holds, or null.</summary>
        internal Peer? FindHeld(int key)
        {
            Peer? peer = _buckets[Bucket(key)];
            while (peer != null && peer.Key != key)
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
                    entry.Key = peer.Key;
                    entry.NextHop = peer.NextHop;
                    entry.AddressSum = peer.AddressSum;
                }

                int bucket = Bucket(entry.Key);
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

            int bucket = Bucket(peer.Key);
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

        private int Bucket(int key)
        {
            // The high bits tell hosts of one network apart, the low ones those of many.
            uint bits = (uint)key;
            bits ^= bits >> 16;
            return (int)(bits ^ (bits >> 8)) & (_buckets.Length - 1);
        }

        private void Describe(Peer peer, int key)
        {
            _stack.Network!.Describe(peer, key);
        }
    }
}
