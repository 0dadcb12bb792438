// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    /// <summary>
    /// FIN-WAIT-2 of connections that their applications have closed. They only wait for the other end's FIN, which takes a few words and no
    /// connection slot. An end that never sends its FIN occupies nothing else.
    /// </summary>
    internal sealed class FinWait2Table : AgingTable
    {
        /// <summary>The window of the last segment; above it Rcv.Wind.Shift, and whether the time begins with the next poll.</summary>
        private const int Window = FirstMore;
        private const int EntrySize = FirstMore + 1;
        private const int ScaleShift = 16;
        private const int CalledBit = 1 << 20;

        private bool _hasCalled;
        private int _calledAt;

        internal FinWait2Table(TcpTransport transport, NetworkStack stack, TcpOptions options)
            : base(transport, stack, options.FinWait2Entries, EntrySize, TcpCounter.FinWait2Evicted)
        {
        }

        /// <summary>Leaves a connection here for so many milliseconds.</summary>
        /// <param name="peer">The other host.</param>
        /// <param name="ports">Both ports, as a connection has them.</param>
        /// <param name="sndNxt">SND.NXT: everything before it, also the FIN, is acknowledged.</param>
        /// <param name="rcvNxt">RCV.NXT.</param>
        /// <param name="window">RCV.WND of the last segment, as in its header.</param>
        /// <param name="scale">Rcv.Wind.Shift.</param>
        /// <param name="timestamp">TS.Recent; 0: there are no timestamps.</param>
        /// <param name="duration">How long to wait for the other end's FIN.</param>
        /// <returns>The entry.</returns>
        internal int Add(Peer peer, int ports, uint sndNxt, uint rcvNxt, int window, int scale, int timestamp, int duration)
        {
            int entry = Add(peer, ports, sndNxt, rcvNxt, timestamp, duration);
            Words[entry + Window] = window | (scale << ScaleShift);
            return entry;
        }

        /// <summary>An application's call made an entry. Only the next poll knows the time, so the entry's time begins then.</summary>
        internal void BeginWithPoll(int entry)
        {
            if (_calledAt != (int)Stack.Now)
            {
                // A poll has set the time since, and has left its timers for later.
                BeginCalled();
            }

            Words[entry + Window] |= CalledBit;
            _hasCalled = true;
            _calledAt = (int)Stack.Now;
            Transport.WakeTablesBy(Stack.Now);
        }

        /// <summary>Begins the time of entries that calls have made since the last poll.</summary>
        internal void BeginCalled()
        {
            if (!_hasCalled)
            {
                return;
            }

            _hasCalled = false;
            int[] words = Words;
            int entry = words[None + Newer];
            while (entry != None)
            {
                int newer = words[entry + Newer];
                if ((words[entry + Window] & CalledBit) != 0)
                {
                    words[entry + Window] &= ~CalledBit;
                    Restart(entry, words[entry + Deadline] - _calledAt);
                }

                entry = newer;
            }
        }

        /// <summary>A segment for such a connection (RFC 9293 §3.10.7.4, in its order of checks).</summary>
        internal void SegmentArrives(int entry, Peer peer, ArrivingSegment segment)
        {
            int[] words = Words;
            int control = segment.Control;
            bool hasTimestamps = words[entry + Timestamp] != 0;
            if (hasTimestamps && (control & TcpHeader.Rst) == 0 && !CheckTimestamp(entry, peer, segment))
            {
                return;
            }

            int ahead = (int)segment.Sequence - words[entry + RcvNxt];
            if (!CheckSequence(entry, peer, segment, ahead))
            {
                return;
            }

            // Second, RST: exactly at RCV.NXT, otherwise it may be forged (RFC 5961 §3.2).
            if ((control & TcpHeader.Rst) != 0 && ahead == 0)
            {
                Transport.Count(TcpCounter.ResetsReceived);
                Remove(entry);
                return;
            }

            // Fourth, SYN (RFC 5961 §4.2).
            if ((control & (TcpHeader.Rst | TcpHeader.Syn)) != 0)
            {
                Challenge(entry, peer);
                return;
            }

            if (hasTimestamps && ahead <= 0)
            {
                // RFC 7323 §4.3 (2).
                words[entry + Timestamp] = (int)segment.Options.TimestampValue;
            }

            // Fifth, ACK.
            int old = words[entry + SndNxt] - (int)segment.Acknowledgment;
            if ((control & TcpHeader.Ack) == 0 || old < 0 || old > LargestWindow)
            {
                Transport.Count(TcpCounter.AckUnacceptable);
                if ((control & TcpHeader.Ack) != 0)
                {
                    Challenge(entry, peer);
                }

                return;
            }

            // Seventh, the text. Nobody will ever read it, so the other end gets an RST (RFC 9293 §3.6, RFC 1122 §4.2.2.13).
            if (segment.TextLength > 0 && ahead + segment.TextLength > 0)
            {
                Transport.Count(TcpCounter.DataAfterClose);
                Transport.SendReset(peer, words[entry + Ports], segment.Acknowledgment, 0, TcpHeader.Rst);
                Remove(entry);
                return;
            }

            // Eighth, FIN.
            if ((control & TcpHeader.Fin) != 0)
            {
                FinArrives(entry, peer, ahead + segment.TextLength == 0);
            }
        }

        private bool CheckTimestamp(int entry, Peer peer, ArrivingSegment segment)
        {
            segment.ReadOptions();
            if (!segment.Options.HasTimestamps)
            {
                // RFC 7323 §3.2: timestamps were agreed on, so a segment without them does not belong to this connection.
                Transport.Count(TcpCounter.TimestampMissing);
                return false;
            }

            if ((int)segment.Options.TimestampValue - Words[entry + Timestamp] < 0)
            {
                // PAWS (RFC 7323 §5.3).
                Transport.Count(TcpCounter.TimestampOld);
                Challenge(entry, peer);
                return false;
            }

            return true;
        }

        /// <summary>First, the sequence number. A bare ACK at the right edge of the window is the one exception (appendix A.2).</summary>
        private bool CheckSequence(int entry, Peer peer, ArrivingSegment segment, int ahead)
        {
            int window = (Words[entry + Window] & 0xFFFF) << (Words[entry + Window] >> ScaleShift & 15);
            bool isReset = (segment.Control & TcpHeader.Rst) != 0;
            bool isEdge = ahead == window && segment.Length == 0 && !isReset;
            if (isEdge || SegmentArrival.IsAcceptable(ahead, segment.Length, window))
            {
                return true;
            }

            Transport.Count(TcpCounter.Unacceptable);
            if (segment.TextLength + (segment.Control & TcpHeader.Fin) > 0 && !isReset)
            {
                Acknowledge(entry, peer);
            }
            else if (!isReset)
            {
                Challenge(entry, peer);
            }

            return false;
        }

        private void FinArrives(int entry, Peer peer, bool isNext)
        {
            int[] words = Words;
            words[entry + RcvNxt] += isNext ? 1 : 0;
            Acknowledge(entry, peer);
            if (isNext)
            {
                Transport.TimeWait.Add(peer, words[entry + Ports], (uint)words[entry + SndNxt], (uint)words[entry + RcvNxt], words[entry + Timestamp]);
                Remove(entry);
            }
        }

        private void Challenge(int entry, Peer peer)
        {
            if (Transport.MayChallenge())
            {
                Acknowledge(entry, peer);
            }
        }

        private void Acknowledge(int entry, Peer peer)
        {
            int[] words = Words;
            Transport.SendEmpty(
                peer,
                words[entry + Ports],
                (uint)words[entry + SndNxt],
                (uint)words[entry + RcvNxt],
                words[entry + Window] & 0xFFFF,
                words[entry + Timestamp]);
        }
    }
}
