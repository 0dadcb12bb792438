// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    // One segment's header and options.
    internal sealed partial class ControlBlock
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
        /// RCV.WND as the header has it. The right edge never moves back, and it moves on only by a full segment or half of the buffer (RFC 9293
        /// §3.8.6.2.2), so that the other end is not invited to send crumbs; a window of two segments is wide already.
        /// </summary>
        private int NextWindow()
        {
            int window = (int)(_rcvAdv - _rcvNxt);
            int scale = Marks & (15 << Mark.ReceiveScaleShift);
            int free = _words[Word.ReceiveLimit] - _receiveCount;
            if (free > window)
            {
                // Something has been read since.
                if (scale != 0 || free > 65535)
                {
                    free = LargestWindow(free);
                }

                if (window >= 2 * _sndMss ? free > window : free - window >= WindowStep())
                {
                    window = free;
                    _rcvAdv = _rcvNxt + (uint)free;
                }
            }

            return scale == 0 ? window : window >> (scale >> Mark.ReceiveScaleShift);
        }

        /// <summary>Sends the segment whose text, and whose options but for timestamps, stand in the transmit frame already.</summary>
        private void Emit(int control, uint sequence, int headerLength, int textLength)
        {
            int window = 0;
            if ((control & (TcpHeader.Syn | TcpHeader.Rst)) == 0)
            {
                window = NextWindow();
            }
            else if ((control & TcpHeader.Rst) == 0)
            {
                // RFC 7323 §2.2: the window of a SYN is not scaled; an ACK may have said more in between.
                window = (int)(_rcvAdv - _rcvNxt);
                window = window > 65535 ? 65535 : window;
            }

            // Only the first SYN acknowledges nothing, and RCV.NXT is 0 then.
            Marks &= ~Mark.AckNow;
            _ackAt = 0;
            if (EthernetLink.MayOffload)
            {
                _stack.TransmitFrame.SegmentSize = textLength > _sndMss ? _sndMss : 0;
            }

            int word = (headerLength << 26) | (control << 16) | window;
            if ((Marks & (Mark.Timestamps | Mark.UrgentOut)) != 0)
            {
                word |= EmitRare(control, sequence);
            }

            _transport.SendSegment(Peer!, Ports, sequence, _rcvNxt, word, headerLength + textLength);
        }

        /// <summary>Timestamps and the urgent pointer. Returns the control bit that goes with the pointer, in its place, or 0.</summary>
        private int EmitRare(int control, uint sequence)
        {
            int[] words = _words;
            if ((Marks & Mark.Timestamps) != 0 && (control & TcpHeader.Syn) == 0)
            {
                words[Word.LastAckSent] = (int)_rcvNxt;
                _transport.WriteTimestamps(Segment + TcpHeader.MinLength, TcpTransport.PaddedTimestamps, Peer!, words[Word.TimestampRecent]);
            }

            int urgent = (int)((uint)words[Word.SndUp] - sequence);
            if ((Marks & Mark.UrgentOut) == 0 || urgent <= 0)
            {
                return 0;
            }

            // RFC 9293 §3.8.5: to the last urgent byte. Other segments have another pointer there.
            BigEndian.WriteUInt16(_stack.TransmitFrame.Data, Segment + TcpHeader.UrgentPointer, urgent > 65535 ? 65535 : urgent - 1);
            _stack.HoldsSegment = false;
            return TcpHeader.Urg << 16;
        }

        /// <summary>
        /// Writes the option that tells what has come twice, and what stands behind a hole, the latest first (RFC 2018 §4, RFC 2883 §4). Returns its
        /// bytes.
        /// </summary>
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
