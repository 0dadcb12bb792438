// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    /// <summary>
    /// The connections in TIME-WAIT. Each takes a few words and no connection slot. When the table is full, the one that has waited longest makes
    /// room.
    /// </summary>
    internal sealed class TimeWaitTable : AgingTable
    {
        private readonly int _duration;

        internal TimeWaitTable(TcpTransport transport, NetworkStack stack, TcpOptions options)
            : base(transport, stack, options.TimeWaitEntries, FirstMore, TcpCounter.TimeWaitEvicted)
        {
            _duration = stack.AtLeast(options.TimeWait);
        }

        /// <summary>Adds a connection. <paramref name="timestamp"/> is its TS.Recent; 0: it has none.</summary>
        internal void Add(Peer peer, int ports, uint sndNxt, uint rcvNxt, int timestamp)
        {
            Add(peer, ports, sndNxt, rcvNxt, timestamp, _duration);
        }

        /// <summary>
        /// Handles a segment for a connection in TIME-WAIT (RFC 9293 §3.10.7.4). False for a SYN that may open the connection anew at the listener of
        /// its port. Then the entry is gone, and the new initial sequence number has to exceed <paramref name="lastSndNxt"/>.
        /// </summary>
        internal bool SegmentArrives(int entry, Peer peer, TcpListener? listener, ArrivingSegment segment, out uint lastSndNxt)
        {
            lastSndNxt = 0;
            if ((segment.Control & TcpHeader.Rst) != 0)
            {
                // An RST would end the quiet time too early (RFC 1337 §3, fix F1).
                Transport.Count(TcpCounter.Unacceptable);
                return true;
            }

            if (listener == null || !IsNew(entry, segment))
            {
                Answer(entry, peer, segment);
                return true;
            }

            if (!Transport.MayAnswer(listener, peer))
            {
                // The SYN will come again, and the number to exceed must be known then.
                return true;
            }

            lastSndNxt = (uint)Words[entry + SndNxt];
            Remove(entry);
            return false;
        }

        /// <summary>A SYN that cannot be an old one: RFC 9293 §3.6.1, MAY-2, by its sequence number, or by its timestamp (RFC 6191 §2).</summary>
        private bool IsNew(int entry, ArrivingSegment segment)
        {
            int[] words = Words;
            if ((segment.Control & (TcpHeader.Syn | TcpHeader.Ack)) != TcpHeader.Syn)
            {
                return false;
            }

            if (words[entry + RcvNxt] - (int)segment.Sequence < 0)
            {
                return true;
            }

            segment.ReadOptions();
            TcpOptionList options = segment.Options;
            return words[entry + Timestamp] != 0 && options.HasTimestamps && words[entry + Timestamp] - (int)options.TimestampValue < 0;
        }

        private void Answer(int entry, Peer peer, ArrivingSegment segment)
        {
            int[] words = Words;
            uint rcvNxt = (uint)words[entry + RcvNxt];
            int length = segment.Length;
            int old = words[entry + SndNxt] - (int)segment.Acknowledgment;
            bool says = (segment.Control & (TcpHeader.Ack | TcpHeader.Syn)) != 0;
            if (says ? length == 0 && segment.Sequence == rcvNxt && old >= 0 && old <= LargestWindow
                : SegmentArrival.IsAcceptable((int)(segment.Sequence - rcvNxt), length, Transport.Window))
            {
                // A bare acknowledgment in order, or a segment without effect (fifth).
                return;
            }

            if (length == 0 && !Transport.MayChallenge())
            {
                return;
            }

            if ((segment.Control & TcpHeader.Fin) != 0 && segment.Sequence + (uint)segment.TextLength + 1 == rcvNxt)
            {
                // The other end's FIN came again, so our last ACK was lost. Time starts over.
                Restart(entry, _duration);
            }

            Transport.SendEmpty(peer, words[entry + Ports], (uint)words[entry + SndNxt], rcvNxt, Transport.Window, words[entry + Timestamp]);
        }
    }
}
