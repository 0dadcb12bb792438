// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Ip
{
    /// <summary>
    /// The hosts that transports hold, found by address. A host that nobody holds is represented, while one packet is handled, by
    /// the stranger, so that answering it costs no entry.
    /// </summary>
    internal sealed class PeerTable
    {
        /// <summary>The one found last: its address is known to be good, unless it is 0.</summary>
        internal Peer Last;

        private readonly Peer?[] _buckets;
        private readonly Peer _stranger = new Peer();
        private readonly Counters _counters;
        private Peer? _free;
        private uint _local;
        private uint _mask;
        private uint _gateway;

        internal PeerTable(int capacity, Counters counters)
        {
            _counters = counters;
            int buckets = 1;
            while (buckets < capacity)
            {
                buckets <<= 1;
            }

            _buckets = new Peer?[buckets];
            Last = _stranger;
            for (int i = 0; i < capacity; i++)
            {
                _free = new Peer { Next = _free };
            }
        }

        /// <summary>Tells the table who and where this stack is.</summary>
        internal void Configure(uint local, uint mask, uint gateway)
        {
            _local = local;
            _mask = mask;
            _gateway = gateway;
            Describe(_stranger, 0);
            for (int i = 0; i < _buckets.Length; i++)
            {
                for (Peer? peer = _buckets[i]; peer != null; peer = peer.Next)
                {
                    Describe(peer, peer.Address);
                }
            }
        }

        /// <summary>Whether <see cref="Acquire"/> would find room.</summary>
        internal bool CanAcquire(Peer peer)
        {
            return peer.References > 0 || _free != null;
        }

        /// <summary>The entry of an address, or the stranger made up to stand for it.</summary>
        internal Peer Find(uint address)
        {
            Peer last = Last;
            if (last.Address == address)
            {
                return last;
            }

            Peer? peer = _buckets[Bucket(address)];
            while (peer != null && peer.Address != address)
            {
                peer = peer.Next;
            }

            if (peer == null)
            {
                peer = _stranger;
                Describe(peer, address);
            }

            Last = peer;
            return peer;
        }

        /// <summary>Holds a peer that <see cref="Find"/> returned; one that nobody holds gets an entry. Null when there is none left.</summary>
        internal Peer? Acquire(Peer peer)
        {
            // The stranger, or one that lost its last holder since it was found.
            if (peer.References == 0)
            {
                Peer? entry = _free;
                if (entry == null)
                {
                    _counters.Add(Counter.PeersExhausted);
                    return null;
                }

                _free = entry.Next;
                Describe(entry, peer.Address);

                // From now on the entry stands for that address: the stranger must not be found for it any more.
                Describe(_stranger, 0);
                int bucket = Bucket(entry.Address);
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

            int bucket = Bucket(peer.Address);
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

            peer.Next = _free;
            _free = peer;
            if (Last == peer)
            {
                Last = _stranger;
            }
        }

        private int Bucket(uint address)
        {
            // The low bits tell hosts of one network apart; the high ones are folded in for those of many.
            return (int)(address ^ (address >> 8) ^ (address >> 16)) & (_buckets.Length - 1);
        }

        private void Describe(Peer peer, uint address)
        {
            peer.Address = address;
            peer.Wire = Swap(address);
            peer.NextHop = ((address ^ _local) & _mask) == 0 ? address : _gateway;
            uint local = Swap(_local);
            peer.AddressSum = (int)((peer.Wire >> 16) + (peer.Wire & 0xFFFF) + (local >> 16) + (local & 0xFFFF));
            peer.Neighbour = null;
        }

        private static uint Swap(uint address)
        {
            return (address >> 24) | (address >> 8 & 0xFF00) | ((address & 0xFF00) << 8) | (address << 24);
        }
    }
}
