// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Ip;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    /// <summary>
    /// Handshakes begun by others: SYN-RECEIVED from LISTEN, a few words each, so that a flood of SYNs takes no connections (RFC 4987 §3.4). When
    /// it is full, <see cref="SynCookies"/> go on without it.
    /// </summary>
    internal sealed class HalfOpenTable
    {
        internal const int None = -1;

        // The words of an entry. An entry is free when its address is 0.
        private const int Address = 0;
        private const int Ports = 1;
        private const int Irs = 2;
        private const int Iss = 3;
        private const int Options = 4;
        private const int WakeAt = 5;
        private const int Timestamp = 6;
        private const int Next = 7;
        private const int EntrySize = 8;

        // What the word Options holds: the maximum segment size, then these.
        private const int ScaleShift = 16;
        private const int NoScale = 15;
        private const int SackBit = 1 << 20;
        private const int TimestampsBit = 1 << 21;
        private const int UnsentBit = 1 << 22;
        private const int RetriesShift = 24;

        /// <summary>Tries to send the first SYN,ACK on a busy link: after 1 ms, 2 ms and so on, half a minute in all.</summary>
        private const int FirstTries = 15;

        /// <summary>Deadlines are met this much late at the most, so that a flood does not make the table be searched all the time.</summary>
        private const int Granularity = 20;

        private readonly TcpTransport _transport;
        private readonly NetworkStack _stack;
        private readonly int[] _words;
        private readonly int[] _buckets;
        private readonly int _retries;
        private int _free;

        internal HalfOpenTable(TcpTransport transport, NetworkStack stack, TcpOptions options)
        {
            _transport = transport;
            _stack = stack;
            _retries = options.SynAckRetries;
            int capacity = options.HalfOpenEntries;
            _words = new int[capacity * EntrySize];
            for (int i = 0; i < capacity; i++)
            {
                _words[i * EntrySize + Next] = i + 1 < capacity ? (i + 1) * EntrySize : None;
            }

            _buckets = new int[TcpTransport.BucketsFor(capacity)];
            for (int i = 0; i < _buckets.Length; i++)
            {
                _buckets[i] = None;
            }
        }

        /// <summary>How many there are.</summary>
        internal int Count;

        /// <summary>When the first one has to be looked at; <see cref="long.MaxValue"/>: there is none.</summary>
        internal long NextDeadline = long.MaxValue;

        /// <summary>Whether there is no room for another one.</summary>
        internal bool IsFull
        {
            get { return _free == None; }
        }

        /// <summary>The entry of a handshake, or <see cref="None"/>.</summary>
        internal int Find(Peer peer, int ports)
        {
            int address = (int)peer.Address;
            int entry = _buckets[TcpTransport.Hash(peer, ports) & (_buckets.Length - 1)];
            while (entry != None && (_words[entry + Ports] != ports || _words[entry + Address] != address))
            {
                entry = _words[entry + Next];
            }

            return entry;
        }

        /// <summary>A SYN has arrived for an open port: remembers and answers it. Not to be called when full.</summary>
        internal void Add(Peer peer, int ports, uint irs, uint iss, TcpOptionList syn)
        {
            int entry = _free;
            int[] words = _words;
            _free = words[entry + Next];
            int options = syn.Mss;
            bool scales = syn.WindowScale != TcpOptionList.None && _transport.WindowScaling;
            options |= (scales ? syn.WindowScale : NoScale) << ScaleShift;
            options |= syn.SackPermitted && _transport.SelectiveAcks ? SackBit : 0;
            options |= syn.HasTimestamps && _transport.Timestamps ? TimestampsBit : 0;
            words[entry + Address] = (int)peer.Address;
            words[entry + Ports] = ports;
            words[entry + Irs] = (int)irs;
            words[entry + Iss] = (int)iss;
            words[entry + Options] = options;
            words[entry + Timestamp] = (int)syn.TimestampValue;
            int bucket = TcpTransport.Hash(peer, ports) & (_buckets.Length - 1);
            words[entry + Next] = _buckets[bucket];
            _buckets[bucket] = entry;
            Count++;
            SendFirst(entry, peer);
        }

        /// <summary>SYN-RECEIVED (RFC 9293 §3.10.7.4).</summary>
        internal void SegmentArrives(int entry, Peer peer, TcpListener listener, byte[] data, int offset, int headerLength, int length)
        {
            int[] words = _words;
            uint sequence = BigEndian.ReadUInt32(data, offset + TcpHeader.SequenceNumber);
            uint acknowledgment = BigEndian.ReadUInt32(data, offset + TcpHeader.AcknowledgmentNumber);
            int control = data[offset + TcpHeader.Flags];
            uint irs = (uint)words[entry + Irs];
            uint iss = (uint)words[entry + Iss];
            if ((control & (TcpHeader.Syn | TcpHeader.Ack | TcpHeader.Rst)) == TcpHeader.Syn && sequence == irs)
            {
                // The SYN again: so our SYN,ACK was lost. Its timer would repeat it, but later.
                _stack.Counters.Add(Counter.TcpRetransmissions);
                SendSynAck(entry, peer);
                return;
            }

            // First, the sequence number. RCV.WND is the window that the SYN,ACK has advertised.
            int segmentLength = length - headerLength + ((control & TcpHeader.Syn) >> 1) + (control & TcpHeader.Fin);
            int ahead = (int)(sequence - irs - 1);
            if (ahead >= listener.Window || (ahead < 0 && (ahead + segmentLength <= 0 || (control & TcpHeader.Rst) != 0)))
            {
                _stack.Counters.Add(Counter.TcpUnacceptable);
                if ((control & TcpHeader.Rst) == 0 && _transport.MayChallenge())
                {
                    SendEmpty(entry, peer, listener, data, offset);
                }

                return;
            }

            // Second, RST: exactly at RCV.NXT, otherwise it may be forged (RFC 5961 §3.2).
            if ((control & TcpHeader.Rst) != 0)
            {
                if (ahead == 0)
                {
                    _stack.Counters.Add(Counter.TcpResetsReceived);
                    Remove(entry);
                }
                else if (_transport.MayChallenge())
                {
                    SendEmpty(entry, peer, listener, data, offset);
                }

                return;
            }

            // Fourth, SYN: back to LISTEN.
            if ((control & TcpHeader.Syn) != 0)
            {
                Remove(entry);
                return;
            }

            // Fifth, ACK.
            if ((control & TcpHeader.Ack) == 0 || acknowledgment != iss + 1)
            {
                _stack.Counters.Add(Counter.TcpAckUnacceptable);
                if ((control & TcpHeader.Ack) != 0)
                {
                    _transport.SendReset(peer, Port(words[entry + Ports], true), Port(words[entry + Ports], false), acknowledgment, 0, TcpHeader.Rst);
                }

                return;
            }

            int options = words[entry + Options];
            TcpOptionList received = _transport.Received;
            received.Read(data, offset, headerLength);
            if ((options & TimestampsBit) != 0
                && (!received.HasTimestamps || Sequence.LessThan(received.TimestampValue, (uint)words[entry + Timestamp])))
            {
                // RFC 7323 §3.2 and §5.3: none of this connection's, or an old one.
                _stack.Counters.Add(received.HasTimestamps ? Counter.TcpTimestampOld : Counter.TcpTimestampMissing);
                return;
            }

            int roundTrip = (int)_stack.Now - (words[entry + WakeAt] - _transport.InitialRto);
            int scale = options >> ScaleShift & 15;
            received.Mss = options & 0xFFFF;
            received.WindowScale = scale == NoScale ? TcpOptionList.None : scale;
            received.SackPermitted = (options & SackBit) != 0;
            received.TimestampValue = (uint)words[entry + Timestamp];
            received.HasTimestamps = (options & TimestampsBit) != 0;
            TcpConnection? connection = _transport.OpenPassive(listener, peer, words[entry + Ports], iss, irs, roundTrip, options >> RetriesShift);
            if (connection != null)
            {
                Remove(entry);
                connection.SegmentArrives(data, offset, headerLength, length);
            }
        }

        /// <summary>Repeats what nobody has answered, and ends what nobody will.</summary>
        internal void Poll(long now)
        {
            int[] words = _words;
            NextDeadline = long.MaxValue;
            for (int entry = 0; entry < words.Length; entry += EntrySize)
            {
                if (words[entry + Address] == 0)
                {
                    continue;
                }

                int wait = words[entry + WakeAt] - (int)now;
                if (wait > 0)
                {
                    Within(wait);
                    continue;
                }

                int retries = words[entry + Options] >> RetriesShift;
                bool isUnsent = (words[entry + Options] & UnsentBit) != 0;
                if (retries >= (isUnsent ? FirstTries : _retries))
                {
                    _stack.Counters.Add(Counter.TcpTimedOut);
                    Remove(entry);
                    continue;
                }

                words[entry + Options] += 1 << RetriesShift;
                if (isUnsent)
                {
                    SendFirst(entry, _stack.Peers.Find((uint)words[entry + Address]));
                    continue;
                }

                WaitFor(entry, _transport.InitialRto << (retries + 1));
                _stack.Counters.Add(Counter.TcpRetransmissions);
                SendSynAck(entry, _stack.Peers.Find((uint)words[entry + Address]));
            }
        }

        /// <summary>Forgets the handshakes of a port; 0: all.</summary>
        internal void Forget(int port)
        {
            for (int entry = 0; entry < _words.Length; entry += EntrySize)
            {
                if (_words[entry + Address] != 0 && (port == 0 || Port(_words[entry + Ports], true) == port))
                {
                    Remove(entry);
                }
            }
        }

        private static int Port(int ports, bool local)
        {
            int port = local ? ports >> 16 : ports;
            return ((port & 0xFF) << 8) | (port >> 8 & 0xFF);
        }

        private void SendFirst(int entry, Peer peer)
        {
            if (!_stack.Link.CanTransmit())
            {
                _words[entry + Options] |= UnsentBit;
                WaitFor(entry, 1 << (_words[entry + Options] >> RetriesShift));
                return;
            }

            _words[entry + Options] &= UnsentBit - 1;
            WaitFor(entry, _transport.InitialRto);
            SendSynAck(entry, peer);
        }

        private void SendSynAck(int entry, Peer peer)
        {
            int options = _words[entry + Options];
            int ports = _words[entry + Ports];
            _transport.SendSynAck(
                peer,
                Port(ports, true),
                Port(ports, false),
                (uint)_words[entry + Iss],
                (uint)_words[entry + Irs] + 1,
                (options >> ScaleShift & 15) != NoScale,
                (options & SackBit) != 0,
                (options & TimestampsBit) != 0,
                _words[entry + Timestamp]);
        }

        private void SendEmpty(int entry, Peer peer, TcpListener listener, byte[] data, int offset)
        {
            int options = _words[entry + Options];
            int timestamp = (options & TimestampsBit) != 0 ? _words[entry + Timestamp] : 0;

            // What the SYN,ACK has advertised; but this window will be scaled by who reads it.
            int window = (options >> ScaleShift & 15) == NoScale ? listener.Window : listener.Window >> _transport.WindowScale;
            _transport.SendEmpty(peer, data, offset, (uint)_words[entry + Iss] + 1, (uint)_words[entry + Irs] + 1, window, timestamp);
        }

        private void WaitFor(int entry, int milliseconds)
        {
            milliseconds = milliseconds > _transport.MaxRto ? _transport.MaxRto : milliseconds;
            _words[entry + WakeAt] = (int)_stack.Now + milliseconds;
            Within(milliseconds);
        }

        private void Within(int milliseconds)
        {
            long at = _stack.Now + (Count > Granularity && milliseconds < Granularity ? Granularity : milliseconds);
            if (at < NextDeadline)
            {
                NextDeadline = at;
                _stack.WakeBy(at);
            }
        }

        private void Remove(int entry)
        {
            int[] words = _words;
            int bucket = TcpTransport.Hash((uint)words[entry + Address], words[entry + Ports]) & (_buckets.Length - 1);
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
    }
}
