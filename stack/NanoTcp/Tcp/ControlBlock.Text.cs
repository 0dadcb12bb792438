// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    // What arrives: text in and out of order, and FIN; and when it is acknowledged.
    internal sealed partial class ControlBlock
    {
        private const int OutOfOrderRanges = Word.Count;

        /// <summary>Text inside the window. False when the segment is done with.</summary>
        private bool TextArrives(byte[] data, int text, int length, uint sequence, int ahead, uint acknowledgment)
        {
            if ((uint)(_state - TcpState.Established) > TcpState.FinWait2 - TcpState.Established)
            {
                return true;
            }

            if ((Marks & Mark.Orphan) != 0)
            {
                // Nobody will ever read it: tell the other end so (RFC 9293 §3.6, RFC 1122 §4.2.2.13).
                Count(Counter.TcpDataAfterClose);
                _transport.SendReset(Peer!, Ports, acknowledgment, 0, TcpHeader.Rst);
                Fail(SocketError.Success);
                return false;
            }

            if ((Marks & Mark.OutOfOrder) != 0)
            {
                NoteDuplicateAhead(sequence, sequence + (uint)length);
            }

            if (ahead > 0)
            {
                KeepOutOfOrder(data, text, length, sequence, ahead);
                return true;
            }

            bool hole = (Marks & Mark.OutOfOrder) != 0;
            if ((Marks & Mark.ReceiveShutdown) == 0)
            {
                Store(data, text, length, 0);
                _receiveCount += length;
            }

            _rcvNxt += (uint)length;
            if (hole)
            {
                // RFC 5681 §4.2: a hole that is filled, wholly or in part, is told at once, but for the application, which may read it all first.
                JoinOutOfOrder();
                Marks |= Mark.AckNow;
                _stack.ApplicationFirst = true;
                if (_receiveCount > 8 * _sndMss && _words[Word.ReceiveLimit] > 32 * _sndMss)
                {
                    KeepBack(_sndMss);
                }
            }
            else
            {
                AckText(length);
            }

            return true;
        }

        /// <summary>Acknowledge every second segment at once, a single one a little later.</summary>
        private void AckText(int length)
        {
#if NANOFRAMEWORK_1_0
            if (_ackAt == 0)
#else
            if (_ackAt == 0 && MayWait(length))
#endif
            {
                long at = _stack.Now + _transport.DelayedAck;
                _ackAt = at;
                if (WakeAt > at)
                {
                    _transport.Timers.Schedule(this, at);
                }

                return;
            }

            // The second one. After everything that has arrived with it (MUST-59), and after the
            // application has read: then the window is at its widest.
            Marks |= Mark.AckNow;
            _stack.ApplicationFirst = true;
            _transport.QueueOutput(this);
        }

#if !NANOFRAMEWORK_1_0
        /// <summary>
        /// Whether one segment's text may wait for its acknowledgment: not many in one from a link that joins them, and not as
        /// <see cref="TcpOptions.AckEachSegment"/> says.
        /// </summary>
        private bool MayWait(int length)
        {
            bool isLong = _rcvNxt - (uint)_words[Word.Irs] > (uint)_words[Word.ReceiveLimit];
            return length <= TcpTransport.MaxSegment && !(_transport.AckEachSegment && isLong && length > TcpTransport.MaxSegment / 2);
        }
#endif

        private void Store(byte[] data, int text, int length, int ahead)
        {
            Ring.Write(_receiveBuffer, _receiveHead + _receiveCount + ahead, data, text, length);
        }

        /// <summary>Keeps text that is not the next, if there is a range left to remember it by, and says at once what is missing (RFC 5681 §4.2).</summary>
        private void KeepOutOfOrder(byte[] data, int text, int length, uint sequence, int ahead)
        {
            Marks |= Mark.AckNow;
            Count(Counter.TcpOutOfOrder);
            if ((Marks & Mark.ReceiveShutdown) != 0
                || !Ranges.Add(_words, OutOfOrderRanges, _transport.SackRanges, sequence, sequence + (uint)length, true))
            {
                Count(Counter.TcpOutOfOrderDropped);
                return;
            }

            Marks |= Mark.OutOfOrder;
            Store(data, text, length, ahead);
            if (ahead > DuplicateThreshold * _sndMss)
            {
                // Its sender has been told three times by now, and sends again before it sends anything new.
                KeepBack(0);
            }
        }

        /// <summary>
        /// A sender that has used the window up has nothing to send behind what it sends again: if that is lost too, nothing tells it, and it waits for
        /// its timer. So, where windows are used up while something is lost, a segment's worth of the next one is kept back until it has sent again what
        /// is missing there. Of few segments one would be too many.
        /// </summary>
        private void KeepBack(int bytes)
        {
            _words[Word.ReceiveLimit] = Limit(_options.ReceiveBuffer, _receiveBuffer.Length) - bytes;
        }

        /// <summary>RCV.NXT has moved: what stood behind the hole may be next now.</summary>
        private void JoinOutOfOrder()
        {
            int[] words = _words;
            int index = 0;
            while (index < words[OutOfOrderRanges])
            {
                if ((int)(Ranges.Start(words, OutOfOrderRanges, index) - _rcvNxt) > 0)
                {
                    index++;
                    continue;
                }

                int more = (int)(Ranges.End(words, OutOfOrderRanges, index) - _rcvNxt);
                if (more > 0)
                {
                    _receiveCount += more;
                    _rcvNxt += (uint)more;
                }

                // Another one that begins here would have been joined with this one.
                Ranges.Remove(words, OutOfOrderRanges, index);
            }

            if (words[OutOfOrderRanges] == 0)
            {
                Marks &= ~Mark.OutOfOrder;
            }
        }

        private void ForgetOutOfOrder()
        {
            _words[OutOfOrderRanges] = 0;
            Marks &= ~(Mark.OutOfOrder | Mark.EarlyFin);
        }

        /// <summary>Text has come twice that was taken already: the next acknowledgment says which (RFC 2883).</summary>
        private void NoteDuplicate(uint start, uint end)
        {
            int[] words = _words;
            if ((Marks & (Mark.Sack | Mark.DuplicateText)) == Mark.Sack && (int)(end - start) > 0 && (int)(start - (uint)words[Word.Irs]) > 0)
            {
                Marks |= Mark.DuplicateText;
                words[Word.DuplicateStart] = (int)start;
                words[Word.DuplicateEnd] = (int)end;
            }
        }

        /// <summary>The same for text beyond a hole: the first part of it that was there already.</summary>
        private void NoteDuplicateAhead(uint start, uint end)
        {
            uint first = end;
            uint firstEnd = end;
            for (int i = 0; i < _words[OutOfOrderRanges]; i++)
            {
                uint from = Ranges.Start(_words, OutOfOrderRanges, i);
                uint to = Ranges.End(_words, OutOfOrderRanges, i);
                from = (int)(start - from) > 0 ? start : from;
                to = (int)(end - to) < 0 ? end : to;
                if ((int)(to - from) > 0 && (int)(from - first) < 0)
                {
                    first = from;
                    firstEnd = to;
                }
            }

            NoteDuplicate(first, firstEnd);
        }

        /// <summary>A FIN at a sequence number, or one that came early and whose turn may have come. False when the segment is done with.</summary>
        private bool FinArrives(int control, uint sequence)
        {
            if ((control & TcpHeader.Fin) == 0)
            {
                sequence = (uint)_words[Word.EarlyFin];
            }

            bool isKnown = (uint)(_state - TcpState.Established) > TcpState.FinWait2 - TcpState.Established;
            if (sequence != _rcvNxt || isKnown)
            {
                Marks |= Mark.AckNow;
                if ((int)(sequence - _rcvNxt) > 0 && !isKnown && (Marks & Mark.ReceiveShutdown) == 0)
                {
                    Marks |= Mark.EarlyFin;
                    _words[Word.EarlyFin] = (int)sequence;
                }

                return true;
            }

            if (_rcvNxt++ == _rcvAdv)
            {
                // At the edge of the window: the edge moves with it.
                _rcvAdv = _rcvNxt;
            }

            ForgetOutOfOrder();
            Marks |= Mark.AckNow;
            switch (_state)
            {
                case TcpState.Established:
                    _state = TcpState.CloseWait;

                    // At once, but on a server's link, where each segment counts: the application will mostly close, too, and its FIN acknowledge this one.
                    _stack.ApplicationFirst = EthernetLink.MayOffload && _transport.SegmentsAtOnce > 1;
                    break;
                case TcpState.FinWait1:
                    // Had our FIN been acknowledged with this segment, this would be FIN-WAIT-2 by now.
                    _state = TcpState.Closing;
                    break;
                case TcpState.FinWait2:
                    SendAck();
                    EnterTimeWait();
                    return false;
            }

            return true;
        }
    }
}
