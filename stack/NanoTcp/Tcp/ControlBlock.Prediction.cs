// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    // Header prediction (RFC 793's fast path): nearly every segment is the next text and nothing else, or acknowledges and nothing else. Each method is
    // for one at RCV.NXT without options and flags but ACK and PSH. False when it is not what was expected: nothing has been done then.
    internal sealed partial class ControlBlock
    {
        /// <summary>How the next segment begins, as BitConverter reads eight bytes: ports and RCV.NXT.</summary>
        internal ulong ExpectedStart()
        {
            // BigEndian.Swap, in line.
            uint next = _rcvNxt;
            uint wire = (next << 24) | ((next & 0xFF00) << 8) | (next >> 8 & 0xFF00) | (next >> 24);
            return (uint)Ports | ((ulong)wire << 32);
        }

        /// <summary>What it says of SND.UNA and SND.WND is not known yet.</summary>
        /// <param name="data">The frame.</param>
        /// <param name="offset">Where the text stands.</param>
        /// <param name="text">Bytes of it.</param>
        /// <param name="numbers">The second eight bytes of the header as BitConverter reads them: acknowledgment number, data offset, flags and window.</param>
        internal bool TakePlain(byte[] data, int offset, int text, ulong numbers)
        {
            if (_state != TcpState.Established)
            {
                return false;
            }

            int window = (int)((numbers >> 40 & 0xFF00) | (numbers >> 56)) << (Marks & Mark.SendScale);
            uint acked = BigEndian.Swap((uint)numbers) - _sndUna;
            if (text > 0)
            {
                return acked == 0 && window == _sndWnd && TakePredictedText(data, offset, text);
            }

            uint inFlight = _sndNxt - _sndUna;
            if (_sndWnd == 0 || acked > inFlight || (acked == 0 && inFlight > 0))
            {
                // Without anything new it may tell that something was lost.
                return false;
            }

            SetSendWindow(window, _rcvNxt);
            if (acked > 0)
            {
                return TakePredictedAck((uint)numbers);
            }

            _words[Word.HeardAt] = (int)_stack.Now;
            if (_sendCount > 0)
            {
                Transmit();
            }

            return true;
        }

        /// <summary>Text, with SND.UNA and SND.WND as they are, in ESTABLISHED.</summary>
        internal bool TakePredictedText(byte[] data, int offset, int text)
        {
            uint next = _rcvNxt;
            if (text > (int)(_rcvAdv - next))
            {
                return false;
            }

            byte[] ring = _receiveBuffer;
            int count = _receiveCount;
            int position = _receiveHead + count;
            if (position + text <= ring.Length)
            {
                Array.Copy(data, offset, ring, position, text);
            }
            else
            {
                Ring.Write(ring, position, data, offset, text);
            }

            _words[Word.HeardAt] = (int)_stack.Now;
            _receiveCount = count + text;
            _rcvNxt = next + (uint)text;
            AckText(text);
            return true;
        }

        /// <summary>No text, and SND.WND as it is, in ESTABLISHED.</summary>
        /// <param name="wire">The acknowledgment number as BitConverter reads it.</param>
        internal bool TakePredictedAck(uint wire)
        {
            // BigEndian.Swap, in line.
            uint acknowledgment = (wire << 24) | ((wire & 0xFF00) << 8) | (wire >> 8 & 0xFF00) | (wire >> 24);
            uint una = _sndUna;
            int acked = (int)(acknowledgment - una);
            if ((uint)(acked - 1) >= _sndNxt - una)
            {
                return false;
            }

            int[] words = _words;
            int now = (int)_stack.Now;
            words[Word.HeardAt] = now;
            int left = _sendCount - acked;
            _sendCount = left;
            _sndUna = acknowledgment;
            if ((uint)words[Word.MeasuredSequence] - una - 1 < (uint)acked)
            {
                Sample(now - words[Word.MeasuredAt]);
            }

            if (_congestionWindow <= _sendBuffer.Length)
            {
                Grow(acked);
            }

            if (left == 0)
            {
                _sendHead = 0;
                _retransmitAt = 0;
                return true;
            }

            int head = _sendHead + acked;
            _sendHead = head >= _sendBuffer.Length ? head - _sendBuffer.Length : head;
            if (acknowledgment == _sndNxt)
            {
                _retransmitAt = 0;
            }
            else
            {
                StartRetransmitTimer();
            }

            if (left > (int)(_cursor - acknowledgment))
            {
                Transmit();
            }

            return true;
        }
    }
}
