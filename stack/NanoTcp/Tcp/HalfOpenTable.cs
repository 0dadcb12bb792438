// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    /// <summary>
    /// Handshakes from clients (SYN-RECEIVED from LISTEN). Each takes a few words, so a flood of SYNs takes no connections (RFC 4987 §3.4). When the
    /// table is full, SYN cookies answer further SYNs.
    /// </summary>
    internal sealed class HalfOpenTable : SmallConnectionTable
    {
        // The words of an entry.
        private const int Irs = FirstOwn;
        private const int Iss = FirstOwn + 1;
        private const int Options = FirstOwn + 2;
        private const int WakeAt = FirstOwn + 3;
        private const int Timestamp = FirstOwn + 4;
        private const int EntrySize = FirstOwn + 5;

        // The word Options holds the maximum segment size, Snd.Wind.Shift, and whether the SYN,ACK has not left yet. It also holds the agreed options
        // as marks of a connection (TcpTransport.Offered), the number of repetitions by the timer, whether a repeated SYN was answered, and whether the
        // SYN,ACK had a closed window. The last flag says that the last step has come and found no room. Then the bits for repetitions hold the round
        // trip plus one, and 0 means unknown.
        internal const int ScaleShift = 16;
        internal const int RetriesShift = 24;
        private const int UnsentBit = 1 << 20;
        internal const int RetriesMask = TcpTransport.MaxSynAckRetries;

        /// <summary>After a second SYN,ACK there is no measurement, because either may be meant: Karn's rule (RFC 6298 §3).</summary>
        private const int AnsweredAgainBit = 1 << 28;

        /// <summary>All bits for repetitions, and those for the round trip.</summary>
        private const int RoundTripMask = 63;
        internal const int ClosedBit = 1 << 30;
        private const int WaitsBit = 1 << 31;

        /// <summary>Tries to send the first SYN,ACK on a busy link: after 1 ms, 2 ms and so on, half a minute in all.</summary>
        private const int FirstTries = 15;

        /// <summary>Deadlines may be this much late, so that a flood does not cause constant searches of the table.</summary>
        private const int Granularity = 20;

        /// <summary>How long a client waits for room, and the interval between checks, in milliseconds.</summary>
        private const int WaitTime = 30_000;
        private const int LookInterval = 50;

        /// <summary>How long a client waits before it may be sent away for another.</summary>
        private const int LeastWait = 1000;

        /// <summary>The number of clients that have completed their handshake and found no room.</summary>
        internal int Waiting;

        private readonly int _retries;

        internal HalfOpenTable(TcpTransport transport, NetworkStack stack, TcpOptions options)
            : base(transport, stack, options.HalfOpenEntries, EntrySize)
        {
            _retries = options.SynAckRetries;
        }

        /// <summary>Remembers and answers a SYN for an open port. Not to be called when full.</summary>
        internal void Add(TcpListener listener, Peer peer, int ports, uint irs, uint iss, int options)
        {
            int entry = Take(peer, ports);
            int[] words = Words;
            words[entry + Irs] = (int)irs;
            words[entry + Iss] = (int)iss;
            words[entry + Options] = options;
            words[entry + Timestamp] = (int)Transport.Arriving.Options.TimestampValue;
            SendFirst(listener, entry, peer);
        }

        /// <summary>SYN-RECEIVED (RFC 9293 §3.10.7.4). Returns the connection that the segment opens, if it does.</summary>
        internal ControlBlock? SegmentArrives(int entry, Peer peer, TcpListener listener, ArrivingSegment segment)
        {
            int[] words = Words;
            if ((segment.Control & (TcpHeader.Syn | TcpHeader.Ack | TcpHeader.Rst)) == TcpHeader.Syn && segment.Sequence == (uint)words[entry + Irs])
            {
                // The SYN came again, so our SYN,ACK was lost. The timer would repeat the SYN,ACK later.
                Transport.Count(TcpCounter.Retransmissions);
                if ((words[entry + Options] & UnsentBit) != 0)
                {
                    SendFirst(listener, entry, peer);
                    return null;
                }

                if (words[entry + Options] >= 0)
                {
                    words[entry + Options] |= AnsweredAgainBit;
                }

                SendSynAck(listener, entry, peer);
                return null;
            }

            // RCV.WND is the window that the SYN,ACK has advertised.
            int options = words[entry + Options];
            int window = (options & ClosedBit) == 0 ? listener.Window : 0;
            if (!CheckSequenceAndReset(entry, peer, segment, window))
            {
                return null;
            }

            // Fourth, SYN: back to LISTEN.
            if ((segment.Control & TcpHeader.Syn) != 0)
            {
                Drop(entry);
                return null;
            }

            // Fifth, ACK.
            if ((segment.Control & TcpHeader.Ack) == 0 || segment.Acknowledgment != (uint)words[entry + Iss] + 1)
            {
                return AckOfOther(entry, peer, listener, segment);
            }

            if ((options & (ConnectionFlag.Timestamps | UnsentBit)) != 0)
            {
                if ((options & UnsentBit) != 0)
                {
                    // The SYN,ACK has not left yet. So this is an old segment, or guessed.
                    return AckOfOther(entry, peer, listener, segment);
                }

                if (!CheckTimestamp(entry, segment))
                {
                    return null;
                }
            }

            return LastStepArrives(entry, peer, listener, segment, window);
        }

        /// <summary>Opens the connection of the client that has waited longest at a listener. False when nobody waits, or a table is full.</summary>
        internal bool OpenNext(TcpListener listener)
        {
            int[] words = Words;
            int next = None;
            for (int entry = words.Length - EntrySize, left = Count; left > 0; entry -= EntrySize)
            {
                if (words[entry + Host] == 0)
                {
                    continue;
                }

                left--;
                bool waitsHere = words[entry + Options] < 0 && TcpTransport.LocalPort(words[entry + Ports]) == listener.BoundPort;
                if (waitsHere && (next == None || words[entry + WakeAt] - words[next + WakeAt] < 0))
                {
                    next = entry;
                }
            }

            return next != None && Open(next, Stack.Peers.Find(words[next + Host]), listener, RoundTrip(next)) != null;
        }

        /// <summary>Remembers a client whose cookie came back when there was no room. Not to be called when full.</summary>
        internal void AddWaiting(Peer peer, int ports, uint irs, uint iss, int options)
        {
            int entry = Take(peer, ports);
            int[] words = Words;
            words[entry + Irs] = (int)irs;
            words[entry + Iss] = (int)iss;
            words[entry + Options] = options;
            words[entry + Timestamp] = 0;
            Wait(entry, 0);
        }

        /// <summary>
        /// Whether there is room for one more entry. If most entries wait for room, the one that has waited longest is sent away, if its wait was
        /// long. A table full of waiting clients would be as bad as none. A flood of SYNs cannot fill the table in this way, because its handshakes
        /// never get so far.
        /// </summary>
        /// <param name="comer">The client.</param>
        internal bool MakeRoom(Peer comer)
        {
            if (!IsFull)
            {
                return true;
            }

            if (Waiting << 1 < Count)
            {
                return false;
            }

            int[] words = Words;
            int longest = None;
            for (int entry = words.Length - EntrySize, left = Count; left > 0; entry -= EntrySize, left--)
            {
                if (words[entry + Options] < 0 && (longest == None || words[entry + WakeAt] - words[longest + WakeAt] < 0))
                {
                    longest = entry;
                }
            }

            if (words[longest + WakeAt] - (int)Stack.Now > WaitTime - LeastWait)
            {
                return false;
            }

            // Both may be strangers, which share one object.
            int key = comer.Key;
            SendAway(longest);
            Stack.Peers.Find(key);
            return true;
        }

        /// <summary>Looks for room for waiting clients, repeats unanswered SYN,ACKs, and ends handshakes whose time is over.</summary>
        internal void Poll(long now)
        {
            if (Waiting > 0)
            {
                Transport.OpenWaiting();
            }

            if (Waiting > 0)
            {
                Transport.WakeTablesBy(now + LookInterval);
            }

            int[] words = Words;
            for (int entry = words.Length - EntrySize, left = Count; left > 0; entry -= EntrySize)
            {
                if (words[entry + Host] == 0)
                {
                    continue;
                }

                left--;
                int wait = words[entry + WakeAt] - (int)now;
                if (wait > 0)
                {
                    Within(wait);
                    continue;
                }

                if (words[entry + Options] < 0)
                {
                    SendAway(entry);
                    continue;
                }

                int retries = words[entry + Options] >> RetriesShift & RetriesMask;
                Peer peer = Stack.Peers.Find(words[entry + Host]);
                bool isTaken = Stack.Controller.CanTransmit() || peer.IsThisHost;
                bool isUnsent = (words[entry + Options] & UnsentBit) != 0 || !isTaken;
                if (retries >= (isUnsent ? FirstTries : _retries))
                {
                    Transport.Count(TcpCounter.TimedOut);
                    Drop(entry);
                    continue;
                }

                words[entry + Options] += 1 << RetriesShift;
                TcpListener listener = Transport.FindListener(TcpTransport.LocalPort(words[entry + Ports]))!;
                if (isUnsent)
                {
                    SendFirst(listener, entry, peer);
                    continue;
                }

                int timeout = Transport.InitialRto - Stack.ClockLoss;
                WaitFor(entry, timeout > Transport.MaxRto >> (retries + 1) ? Transport.MaxRto : Stack.AtLeast(timeout << (retries + 1)));
                if (isTaken)
                {
                    if (retries + 1 >= TcpTransport.R1)
                    {
                        Stack.Network!.Doubt(peer);
                    }

                    Transport.Count(TcpCounter.Retransmissions);
                    SendSynAck(listener, entry, peer);
                }
            }
        }

        /// <summary>The number of handshakes of a port that have reached their last step and found no room.</summary>
        internal int CountWaiting(int port)
        {
            int[] words = Words;
            int count = 0;
            for (int entry = words.Length - EntrySize, left = Count; left > 0; entry -= EntrySize)
            {
                if (words[entry + Host] != 0)
                {
                    left--;
                    count += words[entry + Options] < 0 && TcpTransport.LocalPort(words[entry + Ports]) == port ? 1 : 0;
                }
            }

            return count;
        }

        /// <summary>Forgets the handshakes of a port; 0: all.</summary>
        internal void Forget(int port)
        {
            int[] words = Words;
            for (int entry = words.Length - EntrySize, left = Count; left > 0; entry -= EntrySize)
            {
                if (words[entry + Host] != 0)
                {
                    left--;
                    if (port == 0 || TcpTransport.LocalPort(words[entry + Ports]) == port)
                    {
                        Drop(entry);
                    }
                }
            }
        }

        /// <summary>First, the sequence number; second, RST: exactly at RCV.NXT, otherwise it may be forged (RFC 5961 §3.2).</summary>
        private bool CheckSequenceAndReset(int entry, Peer peer, ArrivingSegment segment, int window)
        {
            int ahead = (int)segment.Sequence - Words[entry + Irs] - 1;
            bool isReset = (segment.Control & TcpHeader.Rst) != 0;
            bool isAcceptable = ahead == 0 || (ahead < window && (ahead > 0 || (ahead + segment.Length > 0 && !isReset)));
            if (!isAcceptable)
            {
                Transport.Count(TcpCounter.Unacceptable);
            }
            else if (!isReset)
            {
                return true;
            }

            if (isReset && ahead == 0)
            {
                Transport.Count(TcpCounter.ResetsReceived);
                Drop(entry);
            }
            else if (isReset == isAcceptable && (Words[entry + Options] & UnsentBit) == 0 && Transport.MayChallenge())
            {
                // The SYN,ACK has to leave first.
                Acknowledge(entry, peer, window);
            }

            return false;
        }

        /// <summary>
        /// The segment has no ACK, or does not acknowledge this SYN,ACK. The same SYN may have been answered with a cookie before there was room
        /// here.
        /// </summary>
        private ControlBlock? AckOfOther(int entry, Peer peer, TcpListener listener, ArrivingSegment segment)
        {
            bool isAck = (segment.Control & TcpHeader.Ack) != 0;
            int ports = Words[entry + Ports];
            if (isAck && Transport.IsCookie(peer, ports, segment, out uint irs))
            {
                ControlBlock? connection = Transport.OpenByCookie(listener, peer, ports, segment.Acknowledgment - 1, irs, false);
                Drop(entry);
                return connection;
            }

            Transport.Count(TcpCounter.AckUnacceptable);
            if (isAck)
            {
                Transport.SendReset(peer, ports, segment.Acknowledgment, 0, TcpHeader.Rst);
            }

            return null;
        }

        private bool CheckTimestamp(int entry, ArrivingSegment segment)
        {
            segment.ReadOptions();
            TcpOptionList options = segment.Options;
            if (options.HasTimestamps && (int)(options.TimestampValue - (uint)Words[entry + Timestamp]) >= 0)
            {
                return true;
            }

            // RFC 7323 §3.2 and §5.3: the segment does not belong to this connection, or is old.
            Transport.Count(options.HasTimestamps ? TcpCounter.TimestampOld : TcpCounter.TimestampMissing);
            return false;
        }

        /// <summary>The handshake is complete, so the connection opens, or waits for room.</summary>
        private ControlBlock? LastStepArrives(int entry, Peer peer, TcpListener listener, ArrivingSegment segment, int window)
        {
            int options = Words[entry + Options];
            int repeats = options >> RetriesShift & RoundTripMask;
            int roundTrip = options < 0 ? RoundTrip(entry)
                : repeats == 0 ? (int)Stack.Now - (Words[entry + WakeAt] - Transport.InitialRto)
                : (repeats & RetriesMask) != 0 ? 0
                : -1;
            ControlBlock? connection = Open(entry, peer, listener, roundTrip);
            if (connection != null)
            {
                return connection;
            }

            if (options >= 0)
            {
                Wait(entry, repeats == 0 ? roundTrip + 1 : 0);
            }

            if (window == 0 && segment.Length > 0 && Transport.MayChallenge())
            {
                // A probe of the closed window (§3.8.6.1).
                Acknowledge(entry, peer, 0);
            }

            return null;
        }

        /// <summary>The client waits for room. <paramref name="roundTrip"/> is one more than the round trip; one that does not fit is unknown.</summary>
        private void Wait(int entry, int roundTrip)
        {
            roundTrip = roundTrip <= RoundTripMask ? roundTrip : 0;
            Words[entry + Options] = (Words[entry + Options] & ~(RoundTripMask << RetriesShift)) | (roundTrip << RetriesShift) | WaitsBit;
            Waiting++;
            Words[entry + WakeAt] = (int)Stack.Now + WaitTime;
            Transport.WakeTablesBy(Stack.Now + LookInterval);
        }

        private int RoundTrip(int entry)
        {
            return (Words[entry + Options] >> RetriesShift & RoundTripMask) - 1;
        }

        private ControlBlock? Open(int entry, Peer peer, TcpListener listener, int roundTrip)
        {
            int[] words = Words;
            int options = words[entry + Options];
            ControlBlock? connection = Transport.OpenPassive(
                listener,
                peer,
                words[entry + Ports],
                (uint)words[entry + Iss],
                (uint)words[entry + Irs],
                options < 0 ? options & ~(WaitsBit | (RoundTripMask << RetriesShift)) : options,
                words[entry + Timestamp],
                roundTrip);
            if (connection != null)
            {
                Drop(entry);
            }

            return connection;
        }

        /// <summary>There was no room for it. The other end takes the connection for open, so it gets an RST.</summary>
        private void SendAway(int entry)
        {
            int[] words = Words;
            Transport.Count(TcpCounter.TimedOut);
            Transport.SendReset(Stack.Peers.Find(words[entry + Host]), words[entry + Ports], (uint)words[entry + Iss] + 1, 0, TcpHeader.Rst);
            Drop(entry);
        }

        private void Drop(int entry)
        {
            Waiting -= Words[entry + Options] < 0 ? 1 : 0;
            Release(entry);
        }

        private void Acknowledge(int entry, Peer peer, int window)
        {
            // The receiver will scale this window.
            int[] words = Words;
            window = (words[entry + Options] & ConnectionFlag.WindowScaling) == 0 ? window : window >> Transport.WindowScale;
            int timestamp = (words[entry + Options] & ConnectionFlag.Timestamps) == 0 ? 0 : words[entry + Timestamp];
            Transport.SendEmpty(peer, words[entry + Ports], (uint)words[entry + Iss] + 1, (uint)words[entry + Irs] + 1, window, timestamp);
        }

        private void SendFirst(TcpListener listener, int entry, Peer peer)
        {
            int[] words = Words;
            if (!Stack.Controller.CanTransmit() && !peer.IsThisHost)
            {
                words[entry + Options] |= UnsentBit;
                WaitFor(entry, 1 << (words[entry + Options] >> RetriesShift & RetriesMask));
                return;
            }

            words[entry + Options] &= ~((RoundTripMask << RetriesShift) | UnsentBit);
            WaitFor(entry, Transport.InitialRto);
            SendSynAck(listener, entry, peer);
        }

        private void SendSynAck(TcpListener listener, int entry, Peer peer)
        {
            int[] words = Words;
            Transport.SendSynAck(
                listener,
                peer,
                words[entry + Ports],
                (uint)words[entry + Iss],
                (uint)words[entry + Irs] + 1,
                words[entry + Options],
                words[entry + Timestamp]);
        }

        private void WaitFor(int entry, int milliseconds)
        {
            milliseconds = milliseconds > Transport.MaxRto ? Transport.MaxRto : milliseconds;
            Words[entry + WakeAt] = (int)Stack.Now + milliseconds;
            Within(milliseconds);
        }

        private void Within(int milliseconds)
        {
            Transport.WakeTablesBy(Stack.Now + (Count > Granularity && milliseconds < Granularity ? Granularity : milliseconds));
        }
    }
}
