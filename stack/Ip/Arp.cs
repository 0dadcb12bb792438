// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Ip
{
    /// <summary>ARP (RFC 826): the cache, questions and answers, announcements (RFC 5227 §2.3).</summary>
    internal sealed class Arp
    {
        /// <summary>When it wants to be polled.</summary>
        internal long NextTimer = long.MaxValue;

        private const int AnnounceCount = 2;
        private const int AnnounceInterval = 2000;

        private readonly NetworkStack _stack;
        private readonly ArpEntry[] _entries;
        private readonly ArpQueue _queue;
        private readonly FrameBuffer _frame = new FrameBuffer(EthernetHeader.Length + ArpPacket.Length);
        private readonly int _lifetime;
        private readonly int _retryInterval;
        private readonly int _maxRequests;
        private int _announcements;
        private long _announceAt = long.MaxValue;

        internal Arp(NetworkStack stack, StackOptions options)
        {
            _stack = stack;
            _lifetime = options.ArpLifetime;
            _retryInterval = options.ArpRetryInterval;
            _maxRequests = options.ArpMaxRequests;
            _queue = new ArpQueue(options.ArpQueueFrames);
            _entries = new ArpEntry[options.ArpEntries];
            for (int i = 0; i < _entries.Length; i++)
            {
                _entries[i] = new ArpEntry();
            }
        }

        /// <summary>Forgets everything and announces the stack's address from the next poll on.</summary>
        internal void Restart()
        {
            for (int i = 0; i < _entries.Length; i++)
            {
                Forget(_entries[i]);
            }

            _announcements = _stack.Address == IPv4Address.Any ? 0 : AnnounceCount;
            _announceAt = _announcements > 0 ? 0 : long.MaxValue;
            NextTimer = _announceAt;
        }

        /// <summary>Finds the MAC address of a peer's next hop: an entry that can be used, or null after a request has gone out.</summary>
        internal ArpEntry? Resolve(Peer peer)
        {
            uint address = peer.NextHop;
            ArpEntry? entry = Find(address);
            if (entry == null)
            {
                entry = Claim();
                entry.Address = address;
                entry.State = ArpState.Incomplete;
                Ask(entry);
            }
            else if (entry.State == ArpState.Stale)
            {
                entry.State = ArpState.Probing;
                Ask(entry);
            }

            entry.UsedAt = _stack.Now;
            peer.Neighbour = entry;
            return entry.State >= ArpState.Probing ? entry : null;
        }

        /// <summary>Keeps a copy of a frame until its next hop, just asked for, is known.</summary>
        internal void Enqueue(FrameBuffer frame, Peer peer)
        {
            if (!_queue.Add(frame, peer.NextHop))
            {
                _stack.Counters.Add(Counter.ArpQueueFull);
            }
        }

        /// <summary>An ARP packet has arrived.</summary>
        internal void Receive(FrameBuffer frame)
        {
            byte[] data = frame.Data;
            int packet = frame.Offset + EthernetHeader.Length;
            if (frame.Length < EthernetHeader.Length + ArpPacket.Length)
            {
                _stack.Counters.Add(Counter.FrameTruncated);
                return;
            }

            uint sender = BigEndian.ReadUInt32(data, packet + ArpPacket.SenderAddress);
            if (BigEndian.ReadUInt32(data, packet + ArpPacket.HardwareType) != ArpPacket.EthernetIPv4
                || BigEndian.ReadUInt16(data, packet + ArpPacket.AddressLengths) != ArpPacket.Lengths6And4
                || (data[packet + ArpPacket.SenderMac] & 1) != 0
                || (sender != IPv4Address.Any && !IPv4Address.IsHost(sender)))
            {
                _stack.Counters.Add(Counter.ArpInvalid);
                return;
            }

            uint own = _stack.Address;
            if (own == IPv4Address.Any)
            {
                return;
            }

            if (sender == own)
            {
                _stack.Counters.Add(Counter.ArpConflict);
                return;
            }

            bool forUs = BigEndian.ReadUInt32(data, packet + ArpPacket.TargetAddress) == own;

            // RFC 826: what is known already is brought up to date by any packet, but only who talks to us becomes known. A probe
            // (RFC 5227 §2.1.1) has no sender address yet.
            ArpEntry? entry = sender == IPv4Address.Any ? null : Find(sender);
            if (entry == null && forUs && sender != IPv4Address.Any && _stack.IsOnLink(sender))
            {
                entry = Claim();
                entry.Address = sender;
            }

            if (entry != null)
            {
                Learn(entry, data, packet + ArpPacket.SenderMac);
            }

            if (forUs && BigEndian.ReadUInt16(data, packet + ArpPacket.Operation) == ArpPacket.Request)
            {
                Array.Copy(data, packet + ArpPacket.SenderMac, _frame.Data, Target(ArpPacket.TargetMac), EthernetHeader.AddressLength);
                Array.Copy(data, packet + ArpPacket.SenderMac, _frame.Data, _frame.Offset, EthernetHeader.AddressLength);
                Send(ArpPacket.Reply, sender);
            }
        }

        /// <summary>Repeats questions, ages entries, announces. Returns when it wants to be called again.</summary>
        internal long Poll(long now)
        {
            if (now < NextTimer)
            {
                return NextTimer;
            }

            if (now >= _announceAt)
            {
                Broadcast(_stack.Address);
                _announceAt = --_announcements > 0 ? now + AnnounceInterval : long.MaxValue;
            }

            long next = _announceAt;
            for (int i = 0; i < _entries.Length; i++)
            {
                ArpEntry entry = _entries[i];
                if (now >= entry.Deadline)
                {
                    Expire(entry);
                }

                if (entry.Deadline < next)
                {
                    next = entry.Deadline;
                }
            }

            NextTimer = next;
            return next;
        }

        private void Expire(ArpEntry entry)
        {
            if (entry.State == ArpState.Reachable)
            {
                entry.State = ArpState.Stale;
                entry.Deadline = long.MaxValue;
                entry.Requests = 0;
            }
            else if (entry.Requests < _maxRequests)
            {
                Ask(entry);
            }
            else
            {
                uint address = entry.Address;
                Forget(entry);
                _stack.HopUnreachable(address);
            }
        }

        private void Learn(ArpEntry entry, byte[] data, int mac)
        {
            Array.Copy(data, mac, entry.Mac, 0, EthernetHeader.AddressLength);
            entry.State = ArpState.Reachable;
            entry.Requests = 0;
            entry.UsedAt = _stack.Now;
            SetDeadline(entry, _stack.Now + _lifetime);
            FrameBuffer? waiting = _queue.Take(entry.Address);
            while (waiting != null)
            {
                Array.Copy(entry.Mac, 0, waiting.Data, waiting.Offset, EthernetHeader.AddressLength);
                _stack.Transmit(waiting);
                waiting = _queue.Take(entry.Address);
            }
        }

        private void Ask(ArpEntry entry)
        {
            entry.Requests++;
            SetDeadline(entry, _stack.Now + _retryInterval);
            _stack.Counters.Add(Counter.ArpRequestsSent);
            if (entry.State == ArpState.Probing)
            {
                Array.Clear(_frame.Data, Target(ArpPacket.TargetMac), EthernetHeader.AddressLength);
                Array.Copy(entry.Mac, 0, _frame.Data, _frame.Offset, EthernetHeader.AddressLength);
                Send(ArpPacket.Request, entry.Address);
            }
            else
            {
                Broadcast(entry.Address);
            }
        }

        private void Broadcast(uint target)
        {
            Array.Clear(_frame.Data, Target(ArpPacket.TargetMac), EthernetHeader.AddressLength);
            for (int i = 0; i < EthernetHeader.AddressLength; i++)
            {
                _frame.Data[_frame.Offset + i] = 0xFF;
            }

            Send(ArpPacket.Request, target);
        }

        private int Target(int field)
        {
            return _frame.Offset + EthernetHeader.Length + field;
        }

        // The destination of the frame and the target's MAC address are in place already.
        private void Send(int operation, uint target)
        {
            byte[] data = _frame.Data;
            byte[] mac = _stack.Link.MacAddress;
            Array.Copy(mac, 0, data, _frame.Offset + EthernetHeader.Source, EthernetHeader.AddressLength);
            BigEndian.WriteUInt16(data, _frame.Offset + EthernetHeader.EtherType, EthernetHeader.TypeArp);
            BigEndian.WriteUInt32(data, Target(ArpPacket.HardwareType), ArpPacket.EthernetIPv4);
            BigEndian.WriteUInt16(data, Target(ArpPacket.AddressLengths), ArpPacket.Lengths6And4);
            BigEndian.WriteUInt16(data, Target(ArpPacket.Operation), operation);
            Array.Copy(mac, 0, data, Target(ArpPacket.SenderMac), EthernetHeader.AddressLength);
            BigEndian.WriteUInt32(data, Target(ArpPacket.SenderAddress), _stack.Address);
            BigEndian.WriteUInt32(data, Target(ArpPacket.TargetAddress), target);
            _frame.Length = EthernetHeader.Length + ArpPacket.Length;
            _stack.Transmit(_frame);
        }

        private ArpEntry? Find(uint address)
        {
            for (int i = 0; i < _entries.Length; i++)
            {
                ArpEntry entry = _entries[i];
                if (entry.Address == address && entry.State != ArpState.Free)
                {
                    return entry;
                }
            }

            return null;
        }

        /// <summary>A free entry, or the one used longest ago.</summary>
        private ArpEntry Claim()
        {
            ArpEntry oldest = _entries[0];
            for (int i = 0; i < _entries.Length; i++)
            {
                ArpEntry entry = _entries[i];
                if (entry.State == ArpState.Free)
                {
                    return entry;
                }

                if (entry.UsedAt < oldest.UsedAt)
                {
                    oldest = entry;
                }
            }

            _stack.Counters.Add(Counter.ArpEvicted);
            Forget(oldest);
            return oldest;
        }

        private void Forget(ArpEntry entry)
        {
            while (_queue.Take(entry.Address) != null)
            {
                _stack.Counters.Add(Counter.ArpUnresolved);
            }

            entry.State = ArpState.Free;
            entry.Address = IPv4Address.Any;
            entry.Deadline = long.MaxValue;
            entry.Requests = 0;
        }

        private void SetDeadline(ArpEntry entry, long deadline)
        {
            entry.Deadline = deadline;
            if (deadline < NextTimer)
            {
                NextTimer = deadline;
                _stack.WakeBy(deadline);
            }
        }
    }
}
