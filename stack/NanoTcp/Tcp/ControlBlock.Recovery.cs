// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    // Congestion control (RFC 5681) and loss recovery: limited transmit (RFC 3042), NewReno (RFC 6582), with selective acknowledgments RFC 6675.
    internal sealed partial class ControlBlock
    {
        private const int DuplicateThreshold = 3;

        /// <summary>Larger than any buffer: without congestion control.</summary>
        private const int Unlimited = 1 << 30;

        /// <summary>The initial window (RFC 6928 §2). Its other bound, 14 600 bytes, is ten segments of the most that Ethernet takes.</summary>
        private const int InitialSegments = 10;

        /// <summary>No initial window is larger (RFC 6928 §2), so none that is not needs to be taken back after a pause.</summary>
        private const int SmallestRestart = 14600;

        /// <summary>cwnd, in bytes.</summary>
        private int _congestionWindow;

        private void SetCongestionWindow(int bytes)
        {
            _congestionWindow = _transport.CongestionControl ? bytes : Unlimited;
        }

        /// <summary>By what is acknowledged in slow start, by a segment for each window of it after that (RFC 5681 §3.1, RFC 3465 §2).</summary>
        private void Grow(int acked)
        {
            int window = _congestionWindow;
            if (window > _sendBuffer.Length)
            {
                // Never used up: the buffer holds less.
                return;
            }

            int rest = _words[Word.SlowStartThreshold] - window;
            if (rest <= 0)
            {
                acked = _sndMss * acked / window;
            }
            else if (acked > rest)
            {
                acked = rest;
            }

            _congestionWindow = window + (acked > 0 ? acked : 1);
        }

        /// <summary>What the other end has acknowledged that it had not before.</summary>
        private void TakeAck(uint acknowledgment)
        {
            int[] words = _words;
            int acked = (int)(acknowledgment - _sndUna);
            int text = acked < _sendCount ? acked : _sendCount;
            int head = _sendHead + text;
            _sendHead = head >= _sendBuffer.Length ? head - _sendBuffer.Length : head;
            _sendCount -= text;
            Measure(acknowledgment);
            _sndUna = acknowledgment;
            if ((int)(_cursor - acknowledgment) < 0)
            {
                _cursor = acknowledgment;
            }

            words[Word.ProbeInterval] = 0;
            if ((Marks & (Mark.Lossy | Mark.BackedOff | Mark.UrgentOut | Mark.Orphan)) == 0)
            {
                Grow(acked);
            }
            else
            {
                if ((Marks & Mark.Orphan) != 0)
                {
                    StartOrphanTimer();
                }

                if ((Marks & Mark.UrgentOut) != 0 && (int)(acknowledgment - (uint)words[Word.SndUp]) >= 0)
                {
                    Marks &= ~Mark.UrgentOut;
                }

                words[Word.Retransmits] = 0;
                words[Word.SoftError] = 0;
                Marks &= ~(Mark.BackedOff | Mark.LeftAnew);
                Ranges.RemoveBefore(words, Scoreboard, acknowledgment);
                if ((Marks & Mark.Recovering) != 0)
                {
                    AckedInRecovery(acknowledgment, acked);
                }
                else
                {
                    words[Word.DuplicateAcks] = 0;
                    Grow(acked);
                }

                if (_cursor == _sndNxt)
                {
                    Marks &= ~Mark.GoneBack;
                }

                if (words[Scoreboard] == 0 && words[Word.DuplicateAcks] == 0)
                {
                    Marks &= ~Mark.Duplicates;
                }
            }

            if (_sndUna == _sndNxt)
            {
                _retransmitAt = 0;
            }
            else
            {
                StartRetransmitTimer();
            }
        }

        private void AckedInRecovery(uint acknowledgment, int acked)
        {
            int[] words = _words;
            bool selective = (Marks & Mark.Sack) != 0;
            if ((int)(acknowledgment - (uint)words[Word.Recover]) >= 0)
            {
                // A full acknowledgment (RFC 6582 §3.2, step 3, the first choice, which makes no burst).
                int inFlight = (int)(_sndNxt - acknowledgment);
                int atMost = (inFlight > _sndMss ? inFlight : _sndMss) + _sndMss;
                SetCongestionWindow(selective || words[Word.SlowStartThreshold] < atMost ? words[Word.SlowStartThreshold] : atMost);
                words[Word.DuplicateAcks] = 0;
                Marks &= ~Mark.Recovering;
                return;
            }

            if (selective)
            {
                if ((int)((uint)words[Word.HighRxt] - acknowledgment) < 0)
                {
                    words[Word.HighRxt] = (int)acknowledgment;
                }

                return;
            }

            // A partial acknowledgment: the next segment is lost, too.
            words[Word.HighRxt] = (int)acknowledgment - 1;
            int window = _congestionWindow - acked + (acked >= _sndMss ? _sndMss : 0);
            SetCongestionWindow(window < _sndMss ? _sndMss : window);
        }

        /// <summary>An acknowledgment that says that a segment has left the network, but not the one that is waited for.</summary>
        private void TakeDuplicateAck()
        {
            int[] words = _words;
            Marks |= Mark.Duplicates;
            words[Word.DuplicateAcks]++;
            if ((Marks & Mark.Recovering) != 0)
            {
                if ((Marks & Mark.Sack) == 0)
                {
                    _congestionWindow += _sndMss;
                }

                return;
            }

            // Duplicates that mean a loss: three, or fewer when less is in flight and nothing new can follow (RFC 5827 §3).
            int inFlight = (int)(_sndNxt - _sndUna);
            int threshold = (inFlight + _sndMss - 1) / _sndMss - 1;
            if (threshold > DuplicateThreshold || threshold < 1 || (_sendCount > inFlight && _sndWnd > inFlight))
            {
                threshold = DuplicateThreshold;
            }

            // RFC 6582 §3.2, step 2: not for what was sent before the last recovery or timeout. With SACK nothing of that is counted twice.
            bool isNew = (Marks & Mark.Sack) != 0 || (int)(_sndUna - (uint)words[Word.Recover]) > 0;
            if ((Marks & Mark.GoneBack) != 0 || !isNew || (words[Word.DuplicateAcks] < threshold && LostEdge() == _sndUna))
            {
                return;
            }

            Count(Counter.TcpFastRetransmits);
            int half = HalfFlight();
            words[Word.SlowStartThreshold] = half;

            // Without SACK nothing else says that the three segments behind the duplicates have left the network.
            SetCongestionWindow((Marks & Mark.Sack) == 0 ? half + DuplicateThreshold * _sndMss : half);

            words[Word.Recover] = (int)_sndNxt;
            words[Word.HighRxt] = (int)_sndUna - 1;
            words[Word.PassEnd] = (int)_sndNxt;
            words[Word.SkipFrom] = 0;
            words[Word.SkipTo] = 0;
            Marks |= Mark.Recovering;
        }

        /// <summary>RFC 5681 §3.1, equation 4. What limited transmit has sent beyond the congestion window does not count (§3.2).</summary>
        private int HalfFlight()
        {
            int flight = (int)(_sndNxt - _sndUna);
            int half = (flight < _congestionWindow ? flight : _congestionWindow) >> 1;
            return half > 2 * _sndMss ? half : 2 * _sndMss;
        }

        /// <summary>Everything that is not acknowledged is sent again, from the first on.</summary>
        private void GoBack()
        {
            _cursor = _sndUna;
            _words[Word.SkipFrom] = 0;
            _words[Word.SkipTo] = 0;
            if (_cursor != _sndNxt)
            {
                Marks |= Mark.GoneBack;
            }
        }

        /// <summary>A retransmission timeout: slow start again (RFC 5681 §3.1, RFC 6582 §4).</summary>
        private void RestartAfterTimeout()
        {
            int[] words = _words;
            if (words[Word.Retransmits] == 1)
            {
                // Not twice for the same loss.
                words[Word.SlowStartThreshold] = HalfFlight();
            }

            SetCongestionWindow(_sndMss);
            words[Word.Recover] = (int)_sndNxt;
            words[Word.DuplicateAcks] = 0;
            int scoreboard = Scoreboard;
            if (words[scoreboard] > 0 && Ranges.Start(words, scoreboard, 0) == _sndUna)
            {
                // The other end has thrown away what it had acknowledged selectively (RFC 2018 §8).
                words[scoreboard] = 0;
            }

            Marks &= words[scoreboard] > 0 ? ~Mark.Recovering : ~(Mark.Recovering | Mark.Duplicates);

            GoBack();
        }

        /// <summary>
        /// The next text to send again now in a recovery; SND.NXT: none. In the way of RFC 6675 §4, NextSeg: first what is lost, and, when nothing
        /// new can be sent, what only may be lost. While going back it steps over what the other end has.
        /// </summary>
        private uint NextLost()
        {
            int[] words = _words;
            if ((Marks & Mark.GoneBack) != 0)
            {
                _cursor = NextHole(_cursor);
                if ((int)(_cursor - _sndNxt) >= 0)
                {
                    _cursor = _sndNxt;
                    Marks &= ~Mark.GoneBack;
                }

                return _sndNxt;
            }

            if ((Marks & Mark.Recovering) == 0)
            {
                return _sndNxt;
            }

            uint next = (uint)words[Word.HighRxt];
            if ((int)(next - _sndUna) < 0)
            {
                // The first one goes in any case (RFC 6675 §5, step 4.3).
                return _sndUna;
            }

            if ((Marks & Mark.Sack) == 0 || LossyRoom((int)(_cursor - _sndUna)) < _sndMss)
            {
                return _sndNxt;
            }

            next = NextHole(next);
            words[Word.HighRxt] = (int)next;
            bool isLost = (int)(next - LostEdge()) < 0;
            bool mayBeLost = words[Scoreboard] > 0 && (int)(next - Ranges.Start(words, Scoreboard, words[Scoreboard] - 1)) < 0;
            int inFlight = (int)(_cursor - _sndUna);
            return isLost || (mayBeLost && (_sendCount <= inFlight || _sndWnd - inFlight < _sndMss)) ? next : _sndNxt;
        }

        /// <summary>Sends the text of one segment again, in a recovery.</summary>
        private void SendAgain(uint sequence)
        {
            int position = (int)(sequence - _sndUna);
            int length = _sendCount - position;
            length = length > _sndMss ? _sndMss : length;
            int gap = (int)(NextStart(sequence) - sequence);
            length = length > gap ? gap : length;
            bool fin = length <= 0;
            CountResent();
            if (sequence == _sndUna)
            {
                StartRetransmitTimer();
            }

            _words[Word.HighRxt] = (int)(sequence + (uint)(fin ? 1 : length));
            EmitText(fin ? TcpHeader.Ack | TcpHeader.Fin : TcpHeader.Ack, sequence, fin ? 0 : length);
        }

        /// <summary>How much the congestion window leaves when some of what is in flight is known to have left the network.</summary>
        private int LossyRoom(int inFlight)
        {
            if ((Marks & Mark.Recovering) != 0)
            {
                return _congestionWindow - ((Marks & Mark.Sack) != 0 ? Pipe() : inFlight);
            }

            if ((Marks & Mark.GoneBack) != 0)
            {
                int room = _congestionWindow - inFlight;
                for (int i = 0; i < _words[Scoreboard]; i++)
                {
                    uint end = Ranges.End(_words, Scoreboard, i);
                    room += (int)(end - _cursor) <= 0 ? (int)(end - Ranges.Start(_words, Scoreboard, i)) : 0;
                }

                // No further than to what the other end has.
                uint next = NextStart(_cursor);
                return next == _sndNxt || room < (int)(next - _cursor) ? room : (int)(next - _cursor);
            }

            // Limited transmit (RFC 3042): a new segment for each of the first two duplicates.
            int duplicates = _words[Word.DuplicateAcks];
            return _congestionWindow + (duplicates < DuplicateThreshold ? duplicates : DuplicateThreshold - 1) * _sndMss - inFlight;
        }
    }
}
