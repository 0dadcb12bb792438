// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Ip;
using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    // Segments that arrive: to which connection they belong, and what becomes of those that belong to none.
    public sealed partial class TcpTransport
    {
        /// <inheritdoc/>
        internal override void Receive(FrameBuffer frame, int offset, int length, Peer source)
        {
            byte[] data = frame.Data;
            if (length < TcpHeader.MinLength)
            {
                _stack.Counters.Add(Counter.TcpInvalid);
                return;
            }

            int headerLength = (data[offset + TcpHeader.DataOffset] >> 4) << 2;
            if (headerLength < TcpHeader.MinLength || headerLength > length)
            {
                _stack.Counters.Add(Counter.TcpInvalid);
                return;
            }

            if (Checksum.Finish(Checksum.Sum(data, offset, length) + source.AddressSum + IPv4Header.ProtocolTcp + length) != 0)
            {
                _stack.Counters.Add(Counter.TcpChecksumError);
                return;
            }

            _stack.Counters.Add(Counter.TcpSegmentsReceived);
            int ports = BitConverter.ToInt32(data, offset);
            TcpConnection? connection = _last;
            if (connection == null || connection.Ports != ports || connection.Peer != source)
            {
                connection = Find(source, ports);
                if (connection == null)
                {
                    ArrivesForNone(data, offset, headerLength, length, source, ports);
                    return;
                }

                _last = connection;
            }

            connection.SegmentArrives(data, offset, headerLength, length);
        }

        /// <summary>Sends the segment that stands in the stack's transmit frame, but for its checksum and urgent pointer.</summary>
        internal void SendSegment(Peer peer, int length)
        {
            byte[] data = _stack.TransmitFrame.Data;
            int segment = NetworkStack.PayloadOffset;
            data[segment + 16] = 0;
            data[segment + 17] = 0;
            data[segment + 18] = 0;
            data[segment + 19] = 0;
            int checksum = Checksum.Finish(Checksum.Sum(data, segment, length) + peer.AddressSum + IPv4Header.ProtocolTcp + length);
            data[segment + 16] = (byte)(checksum >> 8);
            data[segment + 17] = (byte)checksum;
            _stack.Counters.Add(Counter.TcpSegmentsSent);
            _stack.IPv4.Send(peer, IPv4Header.ProtocolTcp, length);
        }

        /// <summary>Sends an RST.</summary>
        internal void SendReset(Peer peer, int localPort, int remotePort, uint sequence, uint acknowledgment, int flags)
        {
            _stack.Counters.Add(Counter.TcpResetsSent);
            SendHeader(peer, localPort, remotePort, sequence, acknowledgment, flags, 0);
        }

        /// <summary>Answers a segment with an empty one: ACK.</summary>
        internal void SendEmpty(Peer peer, byte[] data, int offset, uint sequence, uint acknowledgment)
        {
            SendHeader(
                peer,
                BigEndian.ReadUInt16(data, offset + TcpHeader.DestinationPort),
                BigEndian.ReadUInt16(data, offset + TcpHeader.SourcePort),
                sequence,
                acknowledgment,
                TcpHeader.Ack,
                Window);
        }

        private void SendHeader(Peer peer, int localPort, int remotePort, uint sequence, uint acknowledgment, int flags, int window)
        {
            byte[] data = _stack.TransmitFrame.Data;
            int segment = NetworkStack.PayloadOffset;
            BigEndian.WriteUInt16(data, segment + TcpHeader.SourcePort, localPort);
            BigEndian.WriteUInt16(data, segment + TcpHeader.DestinationPort, remotePort);
            BigEndian.WriteUInt32(data, segment + TcpHeader.SequenceNumber, sequence);
            BigEndian.WriteUInt32(data, segment + TcpHeader.AcknowledgmentNumber, acknowledgment);
            data[segment + TcpHeader.DataOffset] = TcpHeader.MinLength << 2;
            data[segment + TcpHeader.Flags] = (byte)flags;
            BigEndian.WriteUInt16(data, segment + TcpHeader.Window, window);
            SendSegment(peer, TcpHeader.MinLength);
        }

        private TcpConnection? Find(Peer peer, int ports)
        {
            TcpConnection? connection = _buckets[Hash(peer, ports) & (_buckets.Length - 1)];
            while (connection != null && (connection.Ports != ports || connection.Peer != peer))
            {
                connection = connection.Next;
            }

            return connection;
        }

        /// <summary>CLOSED, LISTEN and TIME-WAIT (RFC 9293 §3.10.7.1, .2 and .4).</summary>
        private void ArrivesForNone(byte[] data, int offset, int headerLength, int length, Peer source, int ports)
        {
            int localPort = BigEndian.ReadUInt16(data, offset + TcpHeader.DestinationPort);
            TcpListener? listener = FindListener(localPort);
            uint lastSndNxt;
            if (TimeWait.SegmentArrives(source, ports, data, offset, length, listener, out lastSndNxt))
            {
                return;
            }

            int flags = data[offset + TcpHeader.Flags];
            if (listener != null && (flags & (TcpHeader.Rst | TcpHeader.Ack | TcpHeader.Syn)) == TcpHeader.Syn)
            {
                SynArrives(listener, data, offset, headerLength, source, lastSndNxt);
                return;
            }

            if (listener != null && (flags & TcpHeader.Ack) == 0)
            {
                // LISTEN ignores an RST, and what has neither SYN nor ACK.
                return;
            }

            _stack.Counters.Add(Counter.TcpPortClosed);
            if ((flags & TcpHeader.Rst) != 0)
            {
                return;
            }

            int remotePort = BigEndian.ReadUInt16(data, offset + TcpHeader.SourcePort);
            if ((flags & TcpHeader.Ack) != 0)
            {
                SendReset(source, localPort, remotePort, BigEndian.ReadUInt32(data, offset + TcpHeader.AcknowledgmentNumber), 0, TcpHeader.Rst);
                return;
            }

            uint end = BigEndian.ReadUInt32(data, offset + TcpHeader.SequenceNumber) + (uint)(length - headerLength);
            end += (flags & TcpHeader.Syn) != 0 ? 1u : 0u;
            end += (flags & TcpHeader.Fin) != 0 ? 1u : 0u;
            SendReset(source, localPort, remotePort, 0, end, TcpHeader.Rst | TcpHeader.Ack);
        }

        private void SynArrives(TcpListener listener, byte[] data, int offset, int headerLength, Peer source, uint lastSndNxt)
        {
            if (!listener.HasRoom)
            {
                _stack.Counters.Add(Counter.TcpBacklogFull);
                return;
            }

            if (_free == null)
            {
                _stack.Counters.Add(Counter.TcpConnectionsExhausted);
                return;
            }

            Peer? peer = AcquirePeer(source);
            if (peer == null)
            {
                return;
            }

            TcpConnection connection = TakeFree();
            listener.Add(connection);
            connection.OpenPassive(
                listener,
                peer,
                BigEndian.ReadUInt16(data, offset + TcpHeader.SourcePort),
                BigEndian.ReadUInt32(data, offset + TcpHeader.SequenceNumber),
                TcpHeader.ReadMss(data, offset, headerLength),
                BigEndian.ReadUInt16(data, offset + TcpHeader.Window),
                lastSndNxt);
        }

        private TcpListener? FindListener(int port)
        {
            for (int i = 0; i < _listeners.Length; i++)
            {
                TcpListener listener = _listeners[i];
                if (listener.Port == port && listener.IsListening)
                {
                    return listener;
                }
            }

            return null;
        }
    }
}
