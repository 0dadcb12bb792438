// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Ip;
using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    // One segment's header and options.
    public sealed partial class TcpConnection
    {
        private const int Segment = NetworkStack.PayloadOffset;

        private const int SackWord = (TcpHeader.OptionNop << 24) | (TcpHeader.OptionNop << 16) | (TcpHeader.OptionSack << 8);

        /// <summary>Blocks of selective acknowledgments that a header has room for (RFC 2018 §3).</summary>
        private const int MaxSackBlocks = 4;

        /// <summary>Bytes of the header of a segment that is no SYN, but for selective acknowledgments.</summary>
        private int HeaderLength()
        {
            return (Marks & Mark.Timestamps) == 0 ? TcpHeader.MinLength : TcpHeader.MinLength + TcpTransport.TimestampsLength;
        }

        /// <summary>
        /// Sends the segment whose text, and whose options but for timestamps, stand in the transmit frame already. Of the header only what
        /// differs from the segment before is written, if that was this connection's too.
        /// </summary>
        private void Emit(int control, uint sequence, int headerLength, int textLength)
        {
            TcpTransport transport = _transport;
            byte[] data = _stack.TransmitFrame.Data;
            int window;
            uint acknowledgment = 0;
            if ((control & TcpHeader.Ack) != 0)
            {
                acknowledgment = _rcvNxt;
                if ((control & (TcpHeader.Syn | TcpHeader.Rst)) == 0)
                {
                    window = Advertise() >> (Marks >> Mark.ReceiveScaleShift & 15);
                }
                else
                {
                    // RFC 7323 §2.2: the window of a SYN is not scaled; an ACK may have said more in between.
                    window = (control & TcpHeader.Rst) != 0 ? 0 : (int)(_rcvAdv - _rcvNxt);
                    window = window > 65535 ? 65535 : window;
                }

                Marks &= ~Mark.AckNow;
                _ackAt = 0;
            }
            else
            {
                // A SYN's window counts from a sequence number that is not known yet.
                window = LargestWindow(_words[Word.ReceiveLimit] - _receiveCount);
                window = window > 65535 ? 65535 : window;
            }

            if (_stack.TransmitOwner != this)
            {
                _stack.TransmitOwner = this;
                TcpTransport.WritePorts(data, Ports);
                data[Segment + 18] = 0;
                data[Segment + 19] = 0;
                transport.SentAck = ~acknowledgment;
                transport.SentWindow = -1;
            }

            data[Segment + 4] = (byte)(sequence >> 24);
            data[Segment + 5] = (byte)(sequence >> 16);
            data[Segment + 6] = (byte)(sequence >> 8);
            data[Segment + 7] = (byte)sequence;
            if (acknowledgment != transport.SentAck)
            {
                transport.SentAck = acknowledgment;
                data[Segment + 8] = (byte)(acknowledgment >> 24);
                data[Segment + 9] = (byte)(acknowledgment >> 16);
                data[Segment + 10] = (byte)(acknowledgment >> 8);
                data[Segment + 11] = (byte)acknowledgment;
            }

            data[Segment + 12] = (byte)(headerLength << 2);
            data[Segment + 13] = (byte)control;
            if (window != transport.SentWindow)
            {
                transport.SentWindow = window;
                data[Segment + 14] = (byte)(window >> 8);
                data[Segment + 15] = (byte)window;
            }

            if ((Marks & (Mark.Timestamps | Mark.UrgentOut)) != 0)
            {
                EmitRare(data, control, sequence);
            }

            if (EthernetLink.MayOffload)
            {
                _stack.TransmitFrame.SegmentSize = textLength > _sndMss ? _sndMss : 0;
            }

            transport.SendSegment(Peer!, headerLength, textLength);
        }

        /// <summary>Timestamps and the urgent pointer.</summary>
        private void EmitRare(byte[] data, int control, uint sequence)
        {
            int[] words = _words;
            if ((Marks & Mark.Timestamps) != 0 && (control & TcpHeader.Syn) == 0)
            {
                words[Word.LastAckSent] = (int)_rcvNxt;
                _transport.WriteTimestamps(Segment + TcpHeader.MinLength, TcpTransport.PaddedTimestamps, Peer!, words[Word.TimestampRecent]);
            }

            int urgent = (int)((uint)words[Word.SndUp] - sequence);
            if ((Marks & Mark.UrgentOut) != 0 && urgent > 0)
            {
                // RFC 9293 §3.8.5: to the last urgent byte. The header's constant part is that of others no more.
                data[Segment + 13] = (byte)(control | TcpHeader.Urg);
                BigEndian.WriteUInt16(data, Segment + TcpHeader.UrgentPointer, urgent > 65535 ? 65535 : urgent - 1);
                _stack.TransmitOwner = null;
            }
        }

        /// <summary>Writes the option that tells what has come twice, and what stands behind a hole, the latest first (RFC 2018 §4, RFC 2883 §4). Returns its bytes.</summary>
        private int WriteSack(int at)
        {
            int[] words = _words;
            byte[] data = _stack.TransmitFrame.Data;
            int most = (Marks & Mark.Timestamps) == 0 ? MaxSackBlocks : MaxSackBlocks - 1;
            int block = at + 4;
            if ((Marks & Mark.DuplicateText) != 0)
            {
                Marks &= ~Mark.DuplicateText;
                block = WriteBlock(data, block, (uint)words[Word.DuplicateStart], (uint)words[Word.DuplicateEnd]);
                most--;
            }

            for (int i = 0; i < words[OutOfOrderRanges] && i < most; i++)
            {
                block = WriteBlock(data, block, Ranges.Start(words, OutOfOrderRanges, i), Ranges.End(words, OutOfOrderRanges, i));
            }

            BigEndian.WriteUInt32(data, at, (uint)(SackWord | (block - at - 2)));
            return block - at;
        }

        private static int WriteBlock(byte[] data, int at, uint start, uint end)
        {
            BigEndian.WriteUInt32(data, at, start);
            BigEndian.WriteUInt32(data, at + 4, end);
            return at + 8;
        }
    }
}
