// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Ip
{
    /// <summary>ARP (RFC 826): the cache, questions and answers, and the detection of conflicts (RFC 5227).</summary>
    internal sealed partial class Arp : NetworkProtocol
    {
        /// <summary>The values of the counters, by <see cref="ArpCounter"/>.</summary>
        internal readonly int[] Counts = new int[(int)ArpCounter.Count];

        private const int None = -1;

        /// <summary>Where the packet stands in the frame that this sends.</summary>
        private const int Packet = FrameBuffer.HeadRoom + EthernetHeader.Length;

        /// <summary>The time in which a known station has to confirm its address, in milliseconds. After it everybody is asked. On a wire it answers within a millisecond.</summary>
        private const int ConfirmInterval = 100;

        /// <summary>The wait before a request that the link refused is tried again, in milliseconds.</summary>
        private const int BusyInterval = 10;

        // The words of an entry. Times are the low 32 bits of milliseconds. The address of a free entry is 0.
        private const int Address = 0;
        private const int State = 1;
        private const int UsedAt = 2;
        private const int Deadline = 3;
        private const int EntrySize = 4;

        // The word State holds one of these. Above it stands whether the wait for an answer begins with the next poll, because only a poll knows the time. Then
        // Deadline holds how long it is. Above that stands the number of requests sent since the address was last known. The MAC address can be used from
        // Probing on.
        // Incomplete: asked for by broadcast, not answered yet.
        // Confirming: asked for by unicast, because it was Unconfirmed.
        // Unconfirmed: known from before the link came up, when the network may have been another. The next use asks.
        // Probing: old and in use, asked for by unicast (RFC 1122 §2.3.2.1).
        // Stale: old. The next use asks.
        private const int Free = 0;
        private const int Incomplete = 1;
        private const int Confirming = 2;
        private const int Unconfirmed = 3;
        private const int Probing = 4;
        private const int Stale = 5;
        private const int Reachable = 6;
        private const int StateMask = 7;
        private const int BeginsBit = 8;
        private const int RequestsShift = 4;

        private readonly IPv4 _ip;
        private readonly NetworkStack _stack;
        private readonly int[] _words;
        private readonly byte[] _macs;
        private readonly FrameQueue _queue;
        private readonly FrameBuffer _frame = new FrameBuffer(EthernetHeader.Length + ArpPacket.Length);
        private readonly int _lifetime;
        private readonly int _retryInterval;
        private readonly int _maxRequests;

        /// <summary>The entry whose MAC address stands in the transmit frame. It may be in use without a look at the table. None: no entry.</summary>
        private int _headerEntry = None;

        /// <summary>The entry whose address was asked for last, since the last poll of this, and the time to answer; None: no entry.</summary>
        private int _asked = None;
        private int _askedFor;

        /// <summary>Who asked for this host last; none: nobody. Its MAC address stands behind those of the table.</summary>
        private int _asker;
        private long _askedAt;

        internal Arp(IPv4 ip, NetworkStack stack, IPv4Options options)
            : base(EthernetHeader.WireTypeArp)
        {
            _ip = ip;
            _stack = stack;
            _lifetime = options.ArpLifetime;
            _retryInterval = stack.AtLeast(options.ArpRetryInterval);
            _maxRequests = options.ArpMaxRequests;
            int frames = options.ArpQueueFrames;
            _queue = new FrameQueue(frames, frames == 0 ? 0 : FrameQueue.LongFrame + ((frames - 1) * FrameQueue.ShortFrame));
            _words = new int[options.ArpEntries * EntrySize];
            _macs = new byte[(options.ArpEntries + 1) * EthernetHeader.AddressLength];
        }

        /// <summary>Forgets all entries, and announces this host's new address from the next poll on, or when the link comes up.</summary>
        internal void Restart()
        {
            IsAddressLost = false;
            _defendedAt = LongAgo;
            _asker = (int)IPv4Address.Any;
            if (_ip.Own == _wanted)
            {
                StopProbe();
            }

            for (int entry = 0; entry < _words.Length; entry += EntrySize)
            {
                Forget(entry);
            }

            Announce();
        }

        /// <summary>
        /// The link has come up, or has gone. The network may be another when it comes back. So this host announces its address, and confirms each entry before
        /// it uses it, and a probe begins anew. While the link is down nobody is asked.
        /// </summary>
        internal void LinkChanged()
        {
            Announce();
            if (ProbeState == AddressProbeState.Probing)
            {
                BeginProbe();
            }

            int[] words = _words;
            for (int entry = 0; entry < words.Length; entry += EntrySize)
            {
                int state = words[entry + State] & StateMask;
                if (state == Free)
                {
                    continue;
                }

                if (!_stack.HasLink)
                {
                    bool isAwaited = _queue.Find(words[entry + Address]) != null;
                    words[entry + State] = state == Incomplete ? Incomplete : isAwaited ? Confirming : Unconfirmed;
                }
                else if (state <= Confirming && words[entry + State] >> RequestsShift == 0)
                {
                    // A frame waits for an address that was not asked for while the link was down.
                    WaitFor(entry, 0);
                }
            }

            if (!_stack.HasLink)
            {
                _asker = (int)IPv4Address.Any;
            }

            ForgetHeader();
        }

        /// <summary>
        /// Writes the MAC address of a peer's next hop into the transmit frame. It stays right until <see cref="NetworkStack.ForgetHeader"/> is called.
        /// False when the address is not known: a request has gone out, and a copy of the frame waits. Also false when the next hop is this host.
        /// </summary>
        internal bool Resolve(Peer peer, FrameBuffer frame)
        {
            int[] words = _words;
            int address = peer.NextHop;
            int entry = peer.Neighbour;
            if (words[entry + Address] != address)
            {
                if (address == Peer.ThisHost)
                {
                    _ip.LoopBack(frame);
                    return false;
                }

                entry = Find(address);
                if (entry == None)
                {
                    entry = TakeEntry(address);
                    if (entry == None)
                    {
                        Count(ArpCounter.QueueFull);
                        return false;
                    }

                    if (TakeAsker(address))
                    {
                        Learn(entry, _macs, AskerMac);
                        WaitFor(entry, _lifetime - (int)(_stack.Now - _askedAt));
                    }
                    else
                    {
                        words[entry + State] = Incomplete;
                        Ask(entry);
                    }
                }

                peer.Neighbour = entry;
            }

            int state = words[entry + State] & StateMask;
            if (state == Stale || state == Unconfirmed)
            {
                words[entry + State] = state == Stale ? Probing : Confirming;
                Ask(entry);
            }

            words[entry + UsedAt] = (int)_stack.Now;
            if (state <= Unconfirmed || (_queue.Count > 0 && _queue.Find(address) != null))
            {
                // Frames for this address may still wait for room in the controller. This one must not overtake them.
                for (int dropped = _queue.Add(frame, address); dropped > 0; dropped--)
                {
                    Count(ArpCounter.QueueFull);
                }

                return false;
            }

            _headerEntry = entry;
            Array.Copy(_macs, Mac(entry), frame.Data, FrameBuffer.HeadRoom, EthernetHeader.AddressLength);
            return true;
        }

        /// <summary>Whether <see cref="Resolve"/> would be true, without asking anybody.</summary>
        internal bool IsResolved(Peer peer)
        {
            int entry = Find(peer.NextHop);
            return peer.IsThisHost || (entry != None && (_words[entry + State] & StateMask) > Unconfirmed && (_queue.Count == 0 || _queue.Find(peer.NextHop) == null));
        }

        /// <summary>
        /// Nobody answers a host's packets any more: its next hop may have another MAC address, or be gone (RFC 1122 §2.3.2.1). The next packet asks, first
        /// the station that is known, then everybody.
        /// </summary>
        internal void Doubt(Peer peer)
        {
            int entry = Find(peer.NextHop);
            if (entry != None && (_words[entry + State] & StateMask) == Reachable)
            {
                _words[entry + State] = Stale;
                ForgetHeader();
            }
        }

        /// <summary>
        /// A datagram that its sender's call has sent waits here. If that has just asked for an address, the wait for the answer begins with the next poll: the
        /// last one may have been long ago.
        /// </summary>
        /// <returns>Always true: as far as the sender is concerned, the datagram has left.</returns>
        internal bool HoldsDatagram()
        {
            int state = _asked == None ? Free : _words[_asked + State] & StateMask;
            if (state == Incomplete || state == Confirming)
            {
                _words[_asked + State] |= BeginsBit;
                _words[_asked + Deadline] = _askedFor;
                _asked = None;
                _ip.WakeBy(_stack.Now);
            }

            return true;
        }

        /// <summary>Repeats requests, ages entries, announces the address, and asks for another.</summary>
        internal void Poll(long now)
        {
            _asked = None;
            if (now >= _probeAt)
            {
                _probeAt = Probe(now);
            }

            if (now >= _announceAt)
            {
                _announceAt = SendAnnouncement(now);
            }

            _ip.Due = _probeAt < _announceAt ? _probeAt : _announceAt;
            for (int entry = 0; entry < _words.Length; entry += EntrySize)
            {
                int state = _words[entry + State] & StateMask;
                if (state >= Probing && _queue.Count > 0 && _stack.HasLink)
                {
                    SendWaiting(entry);
                }

                if (state == Free || state == Unconfirmed || state == Stale || (state != Reachable && !_stack.HasLink))
                {
                    continue;
                }

                int wait = _words[entry + Deadline] - (int)now;
                if ((_words[entry + State] & BeginsBit) != 0)
                {
                    WaitFor(entry, _words[entry + Deadline]);
                }
                else if (wait > 0)
                {
                    _ip.WakeBy(now + wait);
                }
                else
                {
                    DeadlinePasses(entry, state);
                }
            }
        }

        private void DeadlinePasses(int entry, int state)
        {
            if (state == Reachable)
            {
                _words[entry + State] = Stale;
                ForgetHeader();
                return;
            }

            int requests = _words[entry + State] >> RequestsShift;
            if (state == Confirming && requests > 0)
            {
                // The station does not answer: everybody is asked.
                _words[entry + State] = Incomplete;
                requests = 0;
            }

            if (requests < _maxRequests)
            {
                Ask(entry);
                return;
            }

            int address = _words[entry + Address];
            Forget(entry);
            if (state != Probing)
            {
                // In Probing one station has stopped to answer. Another may have its address, and the next packet asks for it.
                _stack.Peers.HopUnreachable(address);
            }
        }

        /// <summary>Asks for an address. A request that the link refuses does not count.</summary>
        private void Ask(int entry)
        {
            int state = _words[entry + State] & StateMask;
            uint address = (uint)_words[entry + Address];
            bool taken;
            if (state == Incomplete)
            {
                taken = Broadcast(_ip.Own, address);
            }
            else
            {
                Array.Copy(_macs, Mac(entry), _frame.Data, FrameBuffer.HeadRoom, EthernetHeader.AddressLength);
                taken = Send(ArpPacket.Request, _ip.Own, address);
            }

            if (taken)
            {
                _words[entry + State] += 1 << RequestsShift;
                Count(ArpCounter.RequestsSent);
            }

            // An application's call may ask, long after the last poll that had something to do.
            int since = (int)(_stack.Controller.Now - _stack.Now);
            _asked = entry;
            _askedFor = !taken ? BusyInterval : state == Confirming ? ConfirmInterval : _retryInterval;
            WaitFor(entry, since + _askedFor);
        }

        /// <summary>Sends the frames that wait for an entry's address, as far as the link has room.</summary>
        private void SendWaiting(int entry)
        {
            int address = _words[entry + Address];
            FrameBuffer? waiting = _queue.Find(address);
            while (waiting != null)
            {
                Array.Copy(_macs, Mac(entry), waiting.Data, waiting.Offset, EthernetHeader.AddressLength);
                if (!_stack.Controller.CanTransmit() || !_stack.Transmit(waiting))
                {
                    _ip.WakeBy(_stack.Now + 1);
                    return;
                }

                _queue.RemoveFound();
                waiting = _queue.Find(address);
            }
        }

        /// <summary>A packet tells the MAC address of an entry.</summary>
        private void Learn(int entry, byte[] data, int mac)
        {
            Array.Copy(data, mac, _macs, Mac(entry), EthernetHeader.AddressLength);
            ForgetHeader();
            _words[entry + State] = Reachable;
            _words[entry + UsedAt] = (int)_stack.Now;
            WaitFor(entry, _lifetime);
            if (_queue.Count > 0)
            {
                SendWaiting(entry);
            }
        }

        /// <summary>
        /// Somebody asks for this host, and so will send it something. RFC 826 makes an entry for that. Then anybody on the network could fill the table. So only
        /// the last one that asked is remembered, beside the table. It gets an entry when it is sent something, and need not be asked then.
        /// </summary>
        private void RememberAsker(int address, byte[] data, int mac)
        {
            _asker = address;
            _askedAt = _stack.Now;
            Array.Copy(data, mac, _macs, AskerMac, EthernetHeader.AddressLength);
        }

        /// <summary>Whether a station that gets an entry has asked for this host, and its MAC address is known by that. Who has an entry is not the asker.</summary>
        private bool TakeAsker(int address)
        {
            if (address != _asker)
            {
                return false;
            }

            _asker = (int)IPv4Address.Any;
            return _stack.Now - _askedAt < _lifetime;
        }

        private int AskerMac
        {
            get { return Mac(_words.Length); }
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

        /// <summary>
        /// Gives an address an entry: a free one, or else the one used longest ago of those that no transport needs, or else of all. An entry that a transport
        /// needs is never taken while it is being asked for: two addresses that took each other's entry would never be resolved. None: no entry.
        /// </summary>
        private int TakeEntry(int address)
        {
            ForgetHeader();
            int[] words = _words;
            int now = (int)_stack.Now;
            int entry = Find((int)IPv4Address.Any);
            if (entry == None)
            {
                bool isHeld = true;
                for (int other = 0; other < words.Length; other += EntrySize)
                {
                    bool isOtherHeld = IsHeld(other);
                    if (isOtherHeld && (words[other + State] & StateMask) <= Confirming)
                    {
                        continue;
                    }

                    if (entry == None || (isOtherHeld == isHeld ? now - words[other + UsedAt] > now - words[entry + UsedAt] : isHeld))
                    {
                        entry = other;
                        isHeld = isOtherHeld;
                    }
                }

                if (entry == None)
                {
                    return None;
                }

                Count(ArpCounter.Evicted);
                Forget(entry);
            }

            words[entry + Address] = address;
            return entry;
        }

        /// <summary>Whether a transport holds the host, or it is the gateway.</summary>
        private bool IsHeld(int entry)
        {
            uint address = (uint)_words[entry + Address];
            return _ip.IsGateway(address) || _stack.Peers.FindHeld((int)BigEndian.Swap(address)) != null;
        }

        private void Forget(int entry)
        {
            while (_queue.Find(_words[entry + Address]) != null)
            {
                _queue.RemoveFound();
                Count(ArpCounter.Unresolved);
            }

            _words[entry + Address] = (int)IPv4Address.Any;
            _words[entry + State] = Free;
            ForgetHeader();
        }

        /// <summary>An entry changes, so the next packet has to look its next hop up.</summary>
        private void ForgetHeader()
        {
            if (_headerEntry != None)
            {
                _words[_headerEntry + UsedAt] = (int)_stack.Now;
                _headerEntry = None;
            }

            _stack.ForgetHeader();
        }

        private void Count(ArpCounter counter)
        {
            Counts[(int)counter]++;
        }

        private void WaitFor(int entry, int milliseconds)
        {
            long deadline = _stack.Now + milliseconds;
            _words[entry + State] &= ~BeginsBit;
            _words[entry + Deadline] = (int)deadline;
            _ip.WakeBy(deadline);
        }
    }
}
