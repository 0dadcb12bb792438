// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Ip;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    // Segments that leave: their checksum, and those that no connection sends.
    public sealed partial class TcpTransport
    {
        private const int Segment = NetworkStack.PayloadOffset;

        /// <summary>Sends the segment that stands in the stack's transmit frame, but for its checksum.</summary>
        internal void SendSegment(Peer peer, int headerLength, int textLength)
        {
            byte[] data = _stack.TransmitFrame.Data;
            int length = headerLength + textLength;
            int sum = peer.AddressSum + ((length + IPv4Header.ProtocolTcp) << 8);
            if (_offloadsChecksum)
            {
                Checksum.Store(data, Segment + TcpHeader.SegmentChecksum, Checksum.Fold(sum));
            }
            else
            {
                data[Segment + 16] = 0;
                data[Segment + 17] = 0;
                sum = ~((sum + (length == TcpHeader.MinLength ? Checksum.SumHeader(data, Segment) : Checksum.Sum(data, Segment, length))) % 0xFFFF);
                data[Segment + 16] = (byte)sum;
                data[Segment + 17] = (byte)(sum >> 8);
            }

            _counts[(int)Counter.TcpSegmentsSent]++;
            _stack.IPv4.Send(peer, IPv4Header.ProtocolTcp, length);
        }

        /// <summary>Sends an RST for what no connection is there for.</summary>
        internal void SendReset(Peer peer, int localPort, int remotePort, uint sequence, uint acknowledgment, int control)
        {
            _stack.Count(Counter.TcpResetsSent);
            SendHeader(peer, localPort, remotePort, sequence, acknowledgment, control, 0, TcpHeader.MinLength);
        }

        /// <summary>Answers a segment with an empty one: ACK.</summary>
        /// <param name="peer">The other host.</param>
        /// <param name="data">The frame of the segment.</param>
        /// <param name="offset">Where its TCP header starts.</param>
        /// <param name="sequence">The sequence number to send.</param>
        /// <param name="acknowledgment">The acknowledgment number to send.</param>
        /// <param name="window">The window to send, scaled if scaling was agreed on.</param>
        /// <param name="timestamp">TS.Recent; 0: there are no timestamps.</param>
        internal void SendEmpty(Peer peer, byte[] data, int offset, uint sequence, uint acknowledgment, int window, int timestamp)
        {
            int headerLength = TcpHeader.MinLength;
            if (timestamp != 0)
            {
                WriteTimestamps(Segment + headerLength, peer, timestamp);
                headerLength += 12;
            }

            SendHeader(
                peer,
                BigEndian.ReadUInt16(data, offset + TcpHeader.DestinationPort),
                BigEndian.ReadUInt16(data, offset + TcpHeader.SourcePort),
                sequence,
                acknowledgment,
                TcpHeader.Ack,
                window,
                headerLength);
        }

        /// <summary>Answers a SYN, agreeing to what it offers and this end knows.</summary>
        internal void SendSynAck(Peer peer, int localPort, int remotePort, uint iss, uint acknowledgment, bool scales, bool sack, bool timestamps, int timestamp)
        {
            TcpListener? listener = FindListener(localPort);
            int mss = listener == null || listener.Options.MaxSegment > MaxSegment ? MaxSegment : listener.Options.MaxSegment;
            int window = listener == null ? Window : listener.Window;
            int headerLength = WriteSynOptions(mss, scales ? WindowScale : TcpOptionList.None, sack, timestamps, peer, timestamp);
            SendHeader(peer, localPort, remotePort, iss, acknowledgment, TcpHeader.Syn | TcpHeader.Ack, window, headerLength);
        }

        /// <summary>Writes the options of a SYN behind the header in the transmit frame. Returns the bytes of both.</summary>
        internal int WriteSynOptions(int mss, int windowScale, bool sack, bool timestamps, Peer peer, int timestamp)
        {
            byte[] data = _stack.TransmitFrame.Data;
            int at = Segment + TcpHeader.MinLength;
            data[at++] = TcpHeader.OptionMss;
            data[at++] = TcpHeader.OptionMssLength;
            data[at++] = (byte)(mss >> 8);
            data[at++] = (byte)mss;
            if (windowScale != TcpOptionList.None)
            {
                data[at++] = TcpHeader.OptionNop;
                data[at++] = TcpHeader.OptionWindowScale;
                data[at++] = TcpHeader.OptionWindowScaleLength;
                data[at++] = (byte)windowScale;
            }

            if (sack)
            {
                data[at++] = TcpHeader.OptionSackPermitted;
                data[at++] = TcpHeader.OptionSackPermittedLength;
            }

            if (timestamps)
            {
                if (!sack)
                {
                    data[at++] = TcpHeader.OptionNop;
                    data[at++] = TcpHeader.OptionNop;
                }

                WriteTimestampsOption(at, peer, timestamp);
                at += TcpHeader.OptionTimestampsLength;
            }

            while ((at - Segment & 3) != 0)
            {
                data[at++] = TcpHeader.OptionEnd;
            }

            return at - Segment;
        }

        /// <summary>Writes NOP, NOP, timestamps (RFC 7323, appendix A): twelve bytes.</summary>
        internal void WriteTimestamps(int at, Peer peer, int timestamp)
        {
            byte[] data = _stack.TransmitFrame.Data;
            data[at] = TcpHeader.OptionNop;
            data[at + 1] = TcpHeader.OptionNop;
            WriteTimestampsOption(at + 2, peer, timestamp);
        }

        private void WriteTimestampsOption(int at, Peer peer, int timestamp)
        {
            byte[] data = _stack.TransmitFrame.Data;
            data[at] = TcpHeader.OptionTimestamps;
            data[at + 1] = TcpHeader.OptionTimestampsLength;
            BigEndian.WriteUInt32(data, at + 2, TimestampNow(peer));
            BigEndian.WriteUInt32(data, at + 6, (uint)timestamp);
        }

        private void SendHeader(Peer peer, int localPort, int remotePort, uint sequence, uint acknowledgment, int control, int window, int headerLength)
        {
            byte[] data = _stack.TransmitFrame.Data;
            _stack.TransmitOwner = null;
            _stack.TransmitFrame.SegmentSize = 0;
            BigEndian.WriteUInt16(data, Segment + TcpHeader.SourcePort, localPort);
            BigEndian.WriteUInt16(data, Segment + TcpHeader.DestinationPort, remotePort);
            BigEndian.WriteUInt32(data, Segment + TcpHeader.SequenceNumber, sequence);
            BigEndian.WriteUInt32(data, Segment + TcpHeader.AcknowledgmentNumber, acknowledgment);
            data[Segment + TcpHeader.DataOffset] = (byte)(headerLength << 2);
            data[Segment + TcpHeader.Flags] = (byte)control;
            BigEndian.WriteUInt16(data, Segment + TcpHeader.Window, window);
            BigEndian.WriteUInt16(data, Segment + TcpHeader.UrgentPointer, 0);
            SendSegment(peer, headerLength, 0);
        }
    }
}
