// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Host
{
    /// <summary>
    /// The hosts that transports hold, found by their keys. One object, the stranger, stands for any host that nobody holds, while one packet is handled. So an
    /// answer to such a host costs no entry.
    /// </summary>
    internal sealed class PeerTable
    {
        /// <summary>The peer found last, held or not. Its address has been checked, unless its key is 0. It is never this host: no frame comes from there.</summary>
        internal Peer Last;

        private readonly Peer?[] _buckets;
        private readonly Peer _stranger = new Peer();
        private readonly Peer _nobody = new Peer();
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

        /// <summary>The number of buckets for a table: a power of two, about half of the entries. More would cost more memory than they save time.</summary>
        internal static int BucketsFor(int capacity)
        {
            int buckets = 1;
            while (buckets << 1 < capacity)
            {
                buckets <<= 1;
            }

            return buckets;
        }

        /// <summary>Lets the network layer describe all peers again, because this host's address or the ways to others have changed.</summary>
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

        /// <summary>A next hop does not answer: tells the transports about each host behind it.</summary>
        internal void HopUnreachable(int nextHop)
        {
            for (int i = 0; i < _buckets.Length; i++)
            {
                Peer? next;
                for (Peer? peer = _buckets[i]; peer != null; peer = next)
                {
                    // A transport may release the peer in the call.
                    next = peer.Next;
                    if (peer.NextHop == nextHop)
                    {
                        _stack.PeerUnreachable(peer);
                    }
                }
            }
        }

        /// <summary>Whether <see cref="Acquire"/> has room for a peer. If not, it is counted.</summary>
        internal bool CanAcquire(Peer peer)
        {
            if (peer.References > 0 || _free != null)
            {
                return true;
            }

            _stack.Count(Counter.PeersExhausted);
            return false;
        }

        /// <summary>The held peer with a <see cref="Peer.Key"/>, or the stranger, described as that host.</summary>
        internal Peer Find(int key)
        {
            Peer? peer = FindHeld(key);
            if (peer == null)
            {
                peer = _stranger;
                Describe(peer, key);
            }

            Last = peer.NextHop == Peer.ThisHost ? _nobody : peer;
            return peer;
        }

        /// <summary>The held peer with a key, or null.</summary>
        internal Peer? FindHeld(int key)
        {
            Peer? peer = _buckets[Bucket(key)];
            while (peer != null && peer.Key != key)
            {
                peer = peer.Next;
            }

            return peer;
        }

        /// <summary>Holds a peer that was found, and returns the object to keep. Only after <see cref="CanAcquire"/>: a host that nobody held takes an entry.</summary>
        internal Peer Acquire(Peer peer)
        {
            // The stranger, or a peer whose last holder has gone: then the free entry may be that same object.
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
                Last = entry.NextHop == Peer.ThisHost ? _nobody : entry;
                peer = entry;
            }

            peer.References++;
            return peer;
        }

        /// <summary>Releases a peer. The last release frees its entry.</summary>
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

            // If it was found last, it goes on to stand for its host, as the stranger would: a host that closes one connection often opens the next.
            peer.Next = _free;
            _free = peer;
        }

        private int Bucket(int key)
        {
            // Hosts of one network differ in the high bits, hosts of many networks in the low ones.
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
