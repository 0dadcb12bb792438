// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Ip;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    /// <summary>
    /// The connections in TIME-WAIT: a few words each, so that they cost no connection slot. When it is full, the one that has waited
    /// longest makes room.
    /// </summary>
    internal sealed class TimeWaitTable
    {
        private const int None = -1;

        private readonly TcpTransport _transport;
        private readonly NetworkStack _stack;
        private readonly int _duration;
        private readonly Peer?[] _peers;
        private readonly int[] _ports;
        private readonly uint[] _sndNxt;
        private readonly uint[] _rcvNxt;
        private readonly long[] _deadlines;
        private readonly TcpConnection?[] _owners;

        // A bucket's chain, or the chain of free entries.
        private readonly int[] _next;
        private readonly int[] _buckets;

        // From the one that ends first to the one that ends last.
        private readonly int[] _older;
        private readonly int[] _newer;
        private int _oldest = None;
        private int _newest = None;
        private int _free;

        internal TimeWaitTable(TcpTransport transport, NetworkStack stack, TcpOptions options)
        {
            _transport = transport;
            _stack = stack;
            _duration = options.TimeWait;
            int capacity = options.TimeWaitEntries;
            _peers = new Peer?[capacity];
            _ports = new int[capacity];
            _sndNxt = new uint[capacity];
            _rcvNxt = new uint[capacity];
            _deadlines = new long[capacity];
            _owners = new TcpConnection?[capacity];
            _next = new int[capacity];
            _older = new int[capacity];
            _newer = new int[capacity];
            for (int i = 0; i < capacity; i++)
            {
                _next[i] = i + 1 < capacity ? i + 1 : None;
            }

            _buckets = new int[TcpTransport.BucketsFor(capacity)];
            for (int i = 0; i < _buckets.Length; i++)
            {
                _buckets[i] = None;
            }
        }

        /// <summary>How many there are.</summary>
        internal int Count { get; private set; }

        /// <summary>When the first one ends; <see cref="long.MaxValue"/>: there is none.</summary>
        internal long NextDeadline
        {
            get { return _oldest == None ? long.MaxValue : _deadlines[_oldest]; }
        }

        /// <summary>Whether a connection is in TIME-WAIT.</summary>
        internal bool Contains(Peer peer, int ports)
        {
            return Find(peer, ports) != None;
        }

        /// <summary>A connection enters TIME-WAIT. <paramref name="owner"/> is told when it ends, if the application still holds it.</summary>
        internal void Add(Peer peer, int ports, uint sndNxt, uint rcvNxt, TcpConnection? owner)
        {
            if (_free == None)
            {
                _stack.Counters.Add(Counter.TcpTimeWaitEvicted);
                Remove(_oldest);
            }

            int entry = _free;
            _free = _next[entry];
            peer.References++;
            _peers[entry] = peer;
            _ports[entry] = ports;
            _sndNxt[entry] = sndNxt;
            _rcvNxt[entry] = rcvNxt;
            _owners[entry] = owner;
            int bucket = TcpTransport.Hash(peer, ports) & (_buckets.Length - 1);
            _next[entry] = _buckets[bucket];
            _buckets[bucket] = entry;
            Count++;
            Append(entry);
        }

        /// <summary>The application has let go of a connection in TIME-WAIT.</summary>
        internal void Disown(TcpConnection owner)
        {
            _owners[Find(owner.Peer!, owner.Ports)] = null;
        }

        /// <summary>Ends those whose time is over.</summary>
        internal void Poll(long now)
        {
            while (_oldest != None && now >= _deadlines[_oldest])
            {
                Remove(_oldest);
            }
        }

        /// <summary>Ends all.</summary>
        internal void Clear()
        {
            while (_oldest != None)
            {
                Remove(_oldest);
            }
        }

        /// <summary>Ends the one that has waited longest. False when there is none.</summary>
        internal bool EvictOldest()
        {
            if (_oldest == None)
            {
                return false;
            }

            _stack.Counters.Add(Counter.TcpTimeWaitEvicted);
            Remove(_oldest);
            return true;
        }

        /// <summary>
        /// A segment for a connection in TIME-WAIT (RFC 9293 §3.10.7.4). False when there is none, or when it is a SYN that may open
        /// the connection anew at the listener of its port: the entry is gone then, and <paramref name="lastSndNxt"/> is what the new
        /// one has to exceed.
        /// </summary>
        internal bool SegmentArrives(Peer peer, int ports, byte[] data, int offset, int length, TcpListener? listener, out uint lastSndNxt)
        {
            lastSndNxt = 0;
            int entry = Find(peer, ports);
            if (entry == None)
            {
                return false;
            }

            int flags = data[offset + TcpHeader.Flags];
            uint sequence = BigEndian.ReadUInt32(data, offset + TcpHeader.SequenceNumber);
            if ((flags & TcpHeader.Rst) != 0)
            {
                if (sequence == _rcvNxt[entry])
                {
                    _stack.Counters.Add(Counter.TcpResetsReceived);
                    Remove(entry);
                }
                else if (Sequence.InWindow(sequence, _rcvNxt[entry], _transport.Window))
                {
                    _stack.Counters.Add(Counter.TcpChallengeAcks);
                    _transport.SendEmpty(peer, data, offset, _sndNxt[entry], _rcvNxt[entry]);
                }

                return true;
            }

            if (listener != null && (flags & (TcpHeader.Syn | TcpHeader.Ack)) == TcpHeader.Syn && Sequence.LessThan(_rcvNxt[entry], sequence))
            {
                if (!listener.HasRoom)
                {
                    // It will come again, and what it has to exceed must be known then.
                    _stack.Counters.Add(Counter.TcpBacklogFull);
                    return true;
                }

                // RFC 9293 §3.6.1 (MAY-2): a SYN beyond all that was sent opens the connection anew.
                lastSndNxt = _sndNxt[entry];
                Remove(entry);
                return false;
            }

            int textLength = length - ((data[offset + TcpHeader.DataOffset] >> 4) << 2);
            if ((flags & (TcpHeader.Syn | TcpHeader.Fin)) == 0 && textLength == 0 && sequence == _rcvNxt[entry])
            {
                return true;
            }

            if ((flags & TcpHeader.Fin) != 0 && sequence + (uint)textLength + 1 == _rcvNxt[entry])
            {
                // Our last ACK was lost: the other end's FIN again. Time starts over.
                Unlink(entry);
                Append(entry);
            }

            _transport.SendEmpty(peer, data, offset, _sndNxt[entry], _rcvNxt[entry]);
            return true;
        }

        private int Find(Peer peer, int ports)
        {
            int entry = _buckets[TcpTransport.Hash(peer, ports) & (_buckets.Length - 1)];
            while (entry != None && (_ports[entry] != ports || _peers[entry] != peer))
            {
                entry = _next[entry];
            }

            return entry;
        }

        private void Remove(int entry)
        {
            Peer peer = _peers[entry]!;
            int bucket = TcpTransport.Hash(peer, _ports[entry]) & (_buckets.Length - 1);
            int previous = _buckets[bucket];
            if (previous == entry)
            {
                _buckets[bucket] = _next[entry];
            }
            else
            {
                while (_next[previous] != entry)
                {
                    previous = _next[previous];
                }

                _next[previous] = _next[entry];
            }

            Unlink(entry);
            _next[entry] = _free;
            _free = entry;
            Count--;
            _peers[entry] = null;
            _stack.Peers.Release(peer);
            TcpConnection? owner = _owners[entry];
            if (owner != null)
            {
                _owners[entry] = null;
                owner.EndTimeWait();
            }
        }

        private void Append(int entry)
        {
            _deadlines[entry] = _stack.Now + _duration;
            _older[entry] = _newest;
            _newer[entry] = None;
            if (_newest == None)
            {
                _oldest = entry;
            }
            else
            {
                _newer[_newest] = entry;
            }

            _newest = entry;
        }

        private void Unlink(int entry)
        {
            int older = _older[entry];
            int newer = _newer[entry];
            if (older == None)
            {
                _oldest = newer;
            }
            else
            {
                _newer[older] = newer;
            }

            if (newer == None)
            {
                _newest = older;
            }
            else
            {
                _older[newer] = older;
            }
        }
    }
}
