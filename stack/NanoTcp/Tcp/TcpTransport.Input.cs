// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    // Arriving segments: finds their connection, and handles segments without one.
    public sealed partial class TcpTransport
    {
        /// <inheritdoc/>
        internal override void Receive(FrameBuffer frame, int offset, int length, Peer source)
        {
            byte[] data = frame.Data;
            int headerLength = length < TcpHeader.MinLength ? 0 : (data[offset + TcpHeader.DataOffset] >> 2) & 60;
            if (headerLength < TcpHeader.MinLength || headerLength > length)
            {
                Count(TcpCounter.Invalid);
                return;
            }

            ulong first = BitConverter.ToUInt64(data, offset);
            ulong second = BitConverter.ToUInt64(data, offset + TcpHeader.AcknowledgmentNumber);
            if (!EthernetLink.MayOffload || !frame.ChecksumVerified)
            {
                ulong sum = length == TcpHeader.MinLength
                    ? first % 0xFFFF + second % 0xFFFF + BitConverter.ToUInt32(data, offset + TcpHeader.SegmentChecksum)
                    : (uint)Checksum.Sum(data, offset, length);
                if ((sum + (uint)(source.AddressSum + ((length + IPv4Header.ProtocolTcp) << 8))) % 0xFFFF != 0)
                {
                    Count(TcpCounter.ChecksumError);
                    return;
                }
            }

            _counts[(int)TcpCounter.SegmentsReceived]++;
            int ports = (int)first;
            ControlBlock? connection = Find(source, ports);
            if (connection == null)
            {
                Arriving.Read(data, offset, headerLength, length, first, second);
                connection = ArrivesForNone(Arriving, source, ports);
                if (connection == null)
                {
                    return;
                }
            }

            Predict(connection, frame);
            Take(connection, data, offset, headerLength, length, first, second);
        }

        /// <summary>
        /// CLOSED, LISTEN, SYN-RECEIVED from LISTEN, and TIME-WAIT (RFC 9293 §3.10.7.1, .2 and .4). Returns the new connection, if any, which then
        /// handles the segment.
        /// </summary>
        private ControlBlock? ArrivesForNone(ArrivingSegment segment, Peer source, int ports)
        {
            TcpListener? listener = FindListener(LocalPort(ports));
            if (listener != null && listener.Backlog == 0)
            {
                listener = null;
            }

            if (listener != null && HalfOpen.Count > 0)
            {
                int entry = HalfOpen.Find(source, ports);
                if (entry != SmallConnectionTable.None)
                {
                    return HalfOpen.SegmentArrives(entry, source, listener, segment);
                }
            }

            if (FinWait2.Count > 0)
            {
                int entry = FinWait2.Find(source, ports);
                if (entry != SmallConnectionTable.None)
                {
                    FinWait2.SegmentArrives(entry, source, segment);
                    return null;
                }
            }

            uint lastSndNxt = 0;
            if (TimeWait.Count > 0)
            {
                int entry = TimeWait.Find(source, ports);
                if (entry != SmallConnectionTable.None && TimeWait.SegmentArrives(entry, source, listener, segment, out lastSndNxt))
                {
                    return null;
                }
            }

            if (listener != null)
            {
                int control = segment.Control & (TcpHeader.Rst | TcpHeader.Ack | TcpHeader.Syn);
                if (control == TcpHeader.Ack && IsCookie(source, ports, segment, out uint irs))
                {
                    return OpenByCookie(listener, source, ports, segment.Acknowledgment - 1, irs, true);
                }

                if (control == TcpHeader.Syn)
                {
                    SynArrives(listener, source, ports, segment, lastSndNxt);
                }

                if ((control & TcpHeader.Ack) == 0)
                {
                    // LISTEN ignores an RST, and a segment without SYN and ACK.
                    return null;
                }
            }

            Refuse(segment, source, ports);
            return null;
        }

        /// <summary>LISTEN (§3.10.7.2), third: a SYN.</summary>
        private void SynArrives(TcpListener listener, Peer source, int ports, ArrivingSegment segment, uint lastSndNxt)
        {
            if (!MayAnswer(listener, source))
            {
                return;
            }

            segment.ReadOptions();
            uint irs = segment.Sequence;
            Count(TcpCounter.PassiveOpens);
            if (!HalfOpen.MakeRoom(source))
            {
                Count(TcpCounter.CookiesSent);
                uint cookie = MakeCookie(source, ports, irs, segment.Options.Mss);
                bool isClosed = !HasSlotFor(listener, 0);
                _closedUntil = isClosed ? _cookiesUntil : _closedUntil;
                SendSynAck(listener, source, ports, cookie, irs + 1, isClosed ? HalfOpenTable.ClosedBit : 0, 0);
                return;
            }

            uint iss = InitialSequence(source, ports);
            if (lastSndNxt != 0 && (int)(iss - lastSndNxt) <= 0)
            {
                // The numbers of the last incarnation may be beyond the clock: RFC 9293 §3.6.1, MUST-13 with MAY-2.
                iss = lastSndNxt + 1;
            }

            int window = HasSlotFor(listener, HalfOpen.Count) ? 0 : HalfOpenTable.ClosedBit;
            HalfOpen.Add(listener, source, ports, irs, iss, OptionsOfSyn() | window);
        }

        /// <summary>CLOSED (§3.10.7.1): every segment except an RST is answered with an RST.</summary>
        private void Refuse(ArrivingSegment segment, Peer source, int ports)
        {
            _counts[(int)TcpCounter.PortClosed]++;
            int control = segment.Control;
            if ((control & (TcpHeader.Rst | TcpHeader.Ack)) == TcpHeader.Ack)
            {
                SendReset(source, ports, segment.Acknowledgment, 0, TcpHeader.Rst);
            }
            else if ((control & TcpHeader.Rst) == 0)
            {
                int length = segment.TextLength + ((control & TcpHeader.Syn) >> 1) + (control & TcpHeader.Fin);
                SendReset(source, ports, 0, segment.Sequence + (uint)length, TcpHeader.Rst | TcpHeader.Ack);
            }
        }

        /// <summary>The values of the SYN that this end uses, in the form of <see cref="HalfOpenTable"/>.</summary>
        internal int OptionsOfSyn()
        {
            // Timestamps are not agreed on if they would leave no room for text.
            TcpOptionList syn = Arriving.Options;
            int known = (syn.SackPermitted ? ConnectionFlag.Sack : 0) | (syn.HasTimestamps && syn.Mss > TimestampsLength ? ConnectionFlag.Timestamps : 0)
                | (syn.WindowScale == TcpOptionList.None ? 0 : ConnectionFlag.WindowScaling);
            return (known & Offered) | ((syn.WindowScale & 15) << HalfOpenTable.ScaleShift) | syn.Mss;
        }

        /// <summary>
        /// Handles the last step of a handshake. Returns the connection, which goes on with the segment. Null when a table is full. Then the segment
        /// is dropped, and will come again.
        /// </summary>
        internal ControlBlock? OpenPassive(TcpListener listener, Peer source, int ports, uint iss, uint irs, int options, int timestamp, int roundTrip)
        {
            if (!listener.HasRoom && !DropLost(listener))
            {
                Count(TcpCounter.BacklogFull);
                return null;
            }

            // A client with a closed window loses nothing by waiting.
            if (!MakeRoom(listener, (options & HalfOpenTable.ClosedBit) == 0 ? 0 : Courtesy))
            {
                Count(TcpCounter.ConnectionsExhausted);
                Await(listener);
                return null;
            }

            if (!_stack.Peers.CanAcquire(source))
            {
                return null;
            }

            ControlBlock connection = _free!;
            _free = connection.Next;
            _freeCount--;
            Handshake.OpenPassive(connection, listener, _stack.Peers.Acquire(source), ports, iss, irs, options, timestamp, roundTrip);
            return connection;
        }

        /// <summary>
        /// Whether a SYN for a listener may be answered. If not, the full table is counted. A SYN is also answered when no slot is free: the service
        /// learns that a client waits, and there may be a slot by the last step. Until then the window is closed, so that no text is sent in vain.
        /// </summary>
        internal bool MayAnswer(TcpListener listener, Peer source)
        {
            if (!listener.HasRoom && !DropLost(listener))
            {
                Count(TcpCounter.BacklogFull);
                return false;
            }

            if (_freeCount > _reserved || (_freeCount == 0 && DropLost()))
            {
                return _stack.Peers.CanAcquire(source);
            }

            if (Obtainable(listener) <= 0)
            {
                Await(listener);
            }

            // The connection that makes room may also hold the last entry of the peers.
            return _freeCount == 0 || _stack.Peers.CanAcquire(source);
        }

        /// <summary>The listener of a port; for port 0 an unused one.</summary>
        internal TcpListener? FindListener(int port)
        {
            TcpListener[] listeners = _listeners;
            for (int i = 0; i < listeners.Length; i++)
            {
                if (listeners[i].BoundPort == port)
                {
                    return listeners[i];
                }
            }

            return null;
        }
    }
}
