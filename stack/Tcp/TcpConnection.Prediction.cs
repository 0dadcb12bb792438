// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace NanoTcp.Tcp
{
    // Segments that were expected: the next text and nothing else, or an acknowledgment and nothing else.
    public sealed partial class TcpConnection
    {
        /// <summary>
        /// Header prediction (RFC 793's fast path): nearly every segment is the next text and nothing else, or acknowledges and nothing else. False when
        /// this one is not: nothing has been done then. Its header has no options and no flags but ACK and PSH, and the connection none of
        /// <see cref="Mark.Unusual"/>.
        /// </summary>
        /// <param name="data">The frame.</param>
        /// <param name="offset">Where the text stands if the header has no options.</param>
        /// <param name="text">Bytes of it.</param>
        /// <param name="first">The first eight bytes of the segment as BitConverter reads them: ports and sequence number.</param>
        /// <param name="second">The second eight bytes: acknowledgment number, data offset, flags and window.</param>
        internal bool TakePredicted(byte[] data, int offset, int text, ulong first, ulong second)
        {
            uint word = (uint)(first >> 32);
            int window = (int)((second >> 40 & 0xFF00) | (second >> 56)) << (Marks & Mark.SendScale);
            if (((word << 24) | ((word & 0xFF00) << 8) | (word >> 8 & 0xFF00) | (word >> 24)) != _rcvNxt || _state != TcpState.Established)
            {
                return false;
            }

            word = (uint)second;
            word = (word << 24) | ((word & 0xFF00) << 8) | (word >> 8 & 0xFF00) | (word >> 24);
            int acked = (int)(word - _sndUna);
            if (text == 0)
            {
                if ((uint)acked > _sndNxt - _sndUna || _sndWnd == 0)
                {
                    return false;
                }

                if (acked > 0)
                {
                    TakePredictedAck(word, acked, window);
                    return true;
                }

                if (_sndNxt != _sndUna)
                {
                    // It may tell that something was lost.
                    return false;
                }

                _words[Word.HeardAt] = (int)_stack.Now;
                SetSendWindow(window, _rcvNxt);
                if (_sendCount > 0)
                {
                    Transmit();
                }

                return true;
            }

            if (acked != 0 || text > (int)(_rcvAdv - _rcvNxt) || window != _sndWnd)
            {
                return false;
            }

            byte[] ring = _receiveBuffer;
            int position = _receiveHead + _receiveCount;
            if (position + text <= ring.Length)
            {
                Array.Copy(data, offset, ring, position, text);
            }
            else
            {
                Ring.Write(ring, position, data, offset, text);
            }

            _words[Word.HeardAt] = (int)_stack.Now;
            _receiveCount += text;
            _rcvNxt += (uint)text;
            AckText(text);
            return true;
        }

        private void TakePredictedAck(uint acknowledgment, int acked, int window)
        {
            int[] words = _words;
            int now = (int)_stack.Now;
            words[Word.HeardAt] = now;
            int left = _sendCount - acked;
            int head = 0;
            if (left > 0)
            {
                head = _sendHead + acked;
                head = head >= _sendBuffer.Length ? head - _sendBuffer.Length : head;
            }

            _sendHead = head;
            _sendCount = left;
            _sndUna = acknowledgment;
            if (window != _sndWnd)
            {
                SetSendWindow(window, _rcvNxt);
            }

            if ((Marks & Mark.Measuring) != 0 && (int)(acknowledgment - (uint)words[Word.MeasuredSequence]) >= 0)
            {
                Marks &= ~Mark.Measuring;
                Sample(now - words[Word.MeasuredAt]);
            }

            Grow(acked);
            if (acknowledgment == _sndNxt)
            {
                _retransmitAt = 0;
            }
            else
            {
                StartRetransmitTimer();
            }

            if (_sendCount > (int)(_cursor - acknowledgment))
            {
                Transmit();
            }
        }
    }
}
