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

        private const int None = -1;

        /// <summary>Where the packet stands in the frame that this sends.</summary>
        private const int Packet = FrameBuffer.HeadRoom + EthernetHeader.Length;

        private const int AnnounceCount = 2;
        private const int AnnounceInterval = 2000;

        // The words of an entry. Times are the low 32 bits of milliseconds. The address of a free entry is 0.
        private const int Address = 0;
        private const int State = 1;
        private const int UsedAt = 2;
        private const int Deadline = 3;
        private const int EntrySize = 4;

        // What the word State holds: one of these, and above it how many requests were sent since the address was last known. From Probing on
        // the MAC address can be used. Incomplete: asked for by broadcast, not answered yet. Probing: old and in use, asked for by unicast
        // (RFC 1122 §2.3.2.1). Stale: old, the next use asks again.
        private const int Free = 0;
        private const int Incomplete = 1;
        private const int Probing = 2;
        private const int Stale = 3;
        private const int Reachable = 4;
        private const int StateMask = 7;
        private const int RequestsShift = 3;

        private readonly NetworkStack _stack;
        private readonly int[] _words;
        private readonly byte[] _macs;
        private readonly ArpQueue _queue;
        private readonly FrameBuffer _frame = new FrameBuffer(EthernetHeader.Length + ArpPacket.Length);
        private readonly int _lifetime;
        private readonly int _retryInterval;
        private readonly int _maxRequests;

        /// <summary>The entry whose MAC address stands in the transmit frame and may be in use without being looked up; None: there is none.</summary>
        private int _current = None;
        private int _announcements;
        private long _announceAt = long.MaxValue;

        internal Arp(NetworkStack stack, StackOptions options)
        {
            _stack = stack;
            _lifetime = options.ArpLifetime;
            _retryInterval = options.ArpRetryInterval;
            _maxRequests = options.ArpMaxRequests;
            _queue = new ArpQueue(options.ArpQueueFrames);
            _words = new int[options.ArpEntries * EntrySize];
            _macs = new byte[options.ArpEntries * EthernetHeader.AddressLength];
        }

        /// <summary>Forgets everything and announces the stack's address from the next poll on.</summary>
        internal void Restart()
        {
            for (int entry = 0; entry < _words.Length; entry += EntrySize)
            {
                Forget(entry);
            }

            _announcements = _stack.Address == IPv4Address.Any ? 0 : AnnounceCount;
            _announceAt = _announcements > 0 ? 0 : long.MaxValue;
            NextTimer = _announceAt;
        }

        /// <summary>
        /// Writes the MAC address of a peer's next hop into the frame that is to be sent, where it stays right until <see cref="IPv4.ForgetHeader"/>
        /// is called. False when it is not known: a request has gone out, and a copy of the frame waits.
        /// </summary>
        internal bool Resolve(Peer peer, FrameBuffer frame)
        {
            int[] words = _words;
            int address = (int)peer.NextHop;
            int entry = peer.Neighbour;
            if (words[entry + Address] != address)
            {
                entry = Find(address);
                if (entry == None)
                {
                    entry = Claim(address);
                    words[entry + State] = Incomplete;
                    Ask(entry);
                }

                peer.Neighbour = entry;
            }

            int state = words[entry + State] & StateMask;
            if (state == Stale)
            {
                words[entry + State] = Probing;
                Ask(entry);
            }

            words[entry + UsedAt] = (int)_stack.Now;
            if (state == Incomplete)
            {
                if (!_queue.Add(frame, address))
                {
                    _stack.Count(Counter.ArpQueueFull);
                }

                return false;
            }

            _current = entry;
            Array.Copy(_macs, Mac(entry), frame.Data, FrameBuffer.HeadRoom, EthernetHeader.AddressLength);
            return true;
        }

        /// <summary>An ARP packet has arrived.</summary>
        internal void Receive(FrameBuffer frame)
        {
            byte[] data = frame.Data;
            int packet = frame.Offset + EthernetHeader.Length;
            if (frame.Length < EthernetHeader.Length + ArpPacket.Length)
            {
                _stack.Count(Counter.FrameTruncated);
                return;
            }

            uint sender = BigEndian.ReadUInt32(data, packet + ArpPacket.SenderAddress);
            if (BigEndian.ReadUInt32(data, packet + ArpPacket.HardwareType) != ArpPacket.EthernetIPv4
                || BigEndian.ReadUInt16(data, packet + ArpPacket.AddressLengths) != ArpPacket.Lengths6And4
                || (data[packet + ArpPacket.SenderMac] & 1) != 0
                || (sender != IPv4Address.Any && !IPv4Address.IsHost(sender)))
            {
                _stack.Count(Counter.ArpInvalid);
                return;
            }

            uint own = _stack.Address;
            if (own == IPv4Address.Any)
            {
                return;
            }

            if (sender == own)
            {
                _stack.Count(Counter.ArpConflict);
                return;
            }

            bool forUs = BigEndian.ReadUInt32(data, packet + ArpPacket.TargetAddress) == own;

            // RFC 826: what is known already is brought up to date by any packet, but only who talks to us becomes known. A probe
            // (RFC 5227 §2.1.1) has no sender address yet.
            if (sender != IPv4Address.Any)
            {
                int entry = Find((int)sender);
                if (entry == None && forUs && _stack.IsOnLink(sender))
                {
                    entry = Claim((int)sender);
                }

                if (entry != None)
                {
                    int mac = packet + ArpPacket.SenderMac;
                    Array.Copy(data, mac, _macs, Mac(entry), EthernetHeader.AddressLength);
                    Changing();
                    _words[entry + State] = Reachable;
                    _words[entry + UsedAt] = (int)_stack.Now;
                    WaitFor(entry, _lifetime);
                    FrameBuffer? waiting = _queue.Take((int)sender);
                    while (waiting != null)
                    {
                        Array.Copy(data, mac, waiting.Data, waiting.Offset, EthernetHeader.AddressLength);
                        _stack.Transmit(waiting);
                        waiting = _queue.Take((int)sender);
                    }
                }
            }

            if (forUs && BigEndian.ReadUInt16(data, packet + ArpPacket.Operation) == ArpPacket.Request)
            {
                Array.Copy(data, packet + ArpPacket.SenderMac, _frame.Data, FrameBuffer.HeadRoom, EthernetHeader.AddressLength);
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

            NextTimer = _announceAt;
            for (int entry = 0; entry < _words.Length; entry += EntrySize)
            {
                int state = _words[entry + State] & StateMask;
                if (state == Free || state == Stale)
                {
                    continue;
                }

                int wait = _words[entry + Deadline] - (int)now;
                if (wait > 0)
                {
                    NextTimer = now + wait < NextTimer ? now + wait : NextTimer;
                }
                else if (state == Reachable)
                {
                    _words[entry + State] = Stale;
                    Changing();
                }
                else if (_words[entry + State] >> RequestsShift < _maxRequests)
                {
                    Ask(entry);
                }
                else
                {
                    uint address = (uint)_words[entry + Address];
                    Forget(entry);
                    _stack.HopUnreachable(address);
                }
            }

            return NextTimer;
        }

        private void Ask(int entry)
        {
            _words[entry + State] += 1 << RequestsShift;
            WaitFor(entry, _retryInterval);
            _stack.Count(Counter.ArpRequestsSent);
            uint address = (uint)_words[entry + Address];
            if ((_words[entry + State] & StateMask) == Probing)
            {
                Array.Copy(_macs, Mac(entry), _frame.Data, FrameBuffer.HeadRoom, EthernetHeader.AddressLength);
                Send(ArpPacket.Request, address);
            }
            else
            {
                Broadcast(address);
            }
        }

        private void Broadcast(uint target)
        {
            for (int i = 0; i < EthernetHeader.AddressLength; i++)
            {
                _frame.Data[FrameBuffer.HeadRoom + i] = 0xFF;
            }

            Send(ArpPacket.Request, target);
        }

        // The destination of the frame is in place already.
        private void Send(int operation, uint target)
        {
            byte[] data = _frame.Data;
            byte[] mac = _stack.Controller.MacAddress;
            Array.Copy(mac, 0, data, FrameBuffer.HeadRoom + EthernetHeader.Source, EthernetHeader.AddressLength);
            BigEndian.WriteUInt16(data, FrameBuffer.HeadRoom + EthernetHeader.EtherType, EthernetHeader.TypeArp);
            BigEndian.WriteUInt32(data, Packet + ArpPacket.HardwareType, ArpPacket.EthernetIPv4);
            BigEndian.WriteUInt16(data, Packet + ArpPacket.AddressLengths, ArpPacket.Lengths6And4);
            BigEndian.WriteUInt16(data, Packet + ArpPacket.Operation, operation);
            Array.Copy(mac, 0, data, Packet + ArpPacket.SenderMac, EthernetHeader.AddressLength);
            BigEndian.WriteUInt32(data, Packet + ArpPacket.SenderAddress, _stack.Address);
            BigEndian.WriteUInt32(data, Packet + ArpPacket.TargetAddress, target);
            if (operation == ArpPacket.Reply)
            {
                Array.Copy(data, FrameBuffer.HeadRoom, data, Packet + ArpPacket.TargetMac, EthernetHeader.AddressLength);
            }
            else
            {
                Array.Clear(data, Packet + ArpPacket.TargetMac, EthernetHeader.AddressLength);
            }

            _frame.Length = EthernetHeader.Length + ArpPacket.Length;
            _stack.Transmit(_frame);
        }

        private static int Mac(int entry)
        {
            return entry / EntrySize * EthernetHeader.AddressLength;
        }

        private int Find(int address)
        {
            int[] words = _words;
            for (int entry = 0; entry < words.Length; entry += EntrySize)
            {
                if (words[entry + Address] == address)
                {
                    return entry;
                }
            }

            return None;
        }

        /// <summary>Gives an address a free entry, or the one used longest ago.</summary>
        private int Claim(int address)
        {
            Changing();
            int[] words = _words;
            int now = (int)_stack.Now;
            int entry = Find((int)IPv4Address.Any);
            if (entry == None)
            {
                entry = 0;
                for (int other = EntrySize; other < words.Length; other += EntrySize)
                {
                    if (now - words[other + UsedAt] > now - words[entry + UsedAt])
                    {
                        entry = other;
                    }
                }

                _stack.Count(Counter.ArpEvicted);
                Forget(entry);
            }

            words[entry + Address] = address;
            return entry;
        }

        private void Forget(int entry)
        {
            while (_queue.Take(_words[entry + Address]) != null)
            {
                _stack.Count(Counter.ArpUnresolved);
            }

            _words[entry + Address] = (int)IPv4Address.Any;
            _words[entry + State] = Free;
            Changing();
        }

        /// <summary>The next packet has to look its next hop up.</summary>
        private void Changing()
        {
            if (_current != None)
            {
                _words[_current + UsedAt] = (int)_stack.Now;
                _current = None;
            }

            _stack.IPv4.ForgetHeader();
        }

        private void WaitFor(int entry, int milliseconds)
        {
            long deadline = _stack.Now + milliseconds;
            _words[entry + Deadline] = (int)deadline;
            if (deadline < NextTimer)
            {
                NextTimer = deadline;
                _stack.WakeBy(deadline);
            }
        }
    }
}
