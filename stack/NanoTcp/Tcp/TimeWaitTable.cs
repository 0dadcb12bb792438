// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    /// <summary>
    /// The connections in TIME-WAIT: a few words each, so that they cost no connection slot. When it is full, the one that has waited
    /// longest makes room.
    /// </summary>
    internal sealed class TimeWaitTable : AgingTable
    {
        private readonly int _duration;

        internal TimeWaitTable(TcpTransport transport, NetworkStack stack, TcpOptions options)
            : base(transport, stack, options.TimeWaitEntries, FirstMore, TcpCounter.TimeWaitEvicted)
        {
            _duration = options.TimeWait;
        }

        /// <summary>A connection enters TIME-WAIT. <paramref name="timestamp"/> is its TS.Recent; 0: it has none.</summary>
        internal void Add(Peer peer, int ports, uint sndNxt, uint rcvNxt, int timestamp)
        {
            Add(peer, ports, sndNxt, rcvNxt, timestamp, _duration);
        }

        /// <summary>
        /// A segment for a connection in TIME-WAIT (RFC 9293 §3.10.7.4). False when it is a SYN that may open the connection anew at the listener of
        /// its port: the entry is gone then, and <paramref name="lastSndNxt"/> is what the new one has to exceed.
        /// </summary>
        internal bool SegmentArrives(int entry, Peer peer, TcpListener? listener, byte[] data, int offset, int headerLength, int length, out uint lastSndNxt)
        {
            lastSndNxt = 0;
            int[] words = Words;
            int control = data[offset + TcpHeader.Flags];
            uint sequence = BigEndian.ReadUInt32(data, offset + TcpHeader.SequenceNumber);
            if ((control & TcpHeader.Rst) != 0)
            {
                // It would end the quiet time too early (RFC 1337 §3, fix F1).
                Transport.Count(TcpCounter.Unacceptable);
                return true;
            }

            // A SYN that cannot be an old one: RFC 9293 §3.6.1, MAY-2, by its sequence number, or by its timestamp (RFC 6191 §2).
            bool isNew = (control & (TcpHeader.Syn | TcpHeader.Ack)) == TcpHeader.Syn;
            if (isNew && words[entry + RcvNxt] - (int)sequence >= 0)
            {
                TcpOptionList options = Transport.Received;
                options.Read(data, offset, headerLength);
                isNew = words[entry + Timestamp] != 0 && options.HasTimestamps && words[entry + Timestamp] - (int)options.TimestampValue < 0;
            }

            if (isNew && listener != null)
            {
                if (!Transport.MayAnswer(listener, peer))
                {
                    // It will come again, and what it has to exceed must be known then.
                    return true;
                }

                lastSndNxt = (uint)words[entry + SndNxt];
                Remove(entry);
                return false;
            }

            int textLength = length - headerLength;
            uint rcvNxt = (uint)words[entry + RcvNxt];
            int segmentLength = textLength + ((control & TcpHeader.Syn) >> 1) + (control & TcpHeader.Fin);
            bool isLast = (control & TcpHeader.Fin) != 0 && sequence + (uint)textLength + 1 == rcvNxt;
            bool isEmpty = segmentLength == 0;
            int old = words[entry + SndNxt] - (int)BigEndian.ReadUInt32(data, offset + TcpHeader.AcknowledgmentNumber);
            bool says = (control & (TcpHeader.Ack | TcpHeader.Syn)) != 0;
            if (says ? isEmpty && sequence == rcvNxt && old >= 0 && old <= LargestWindow : SegmentArrival.IsAcceptable((int)(sequence - rcvNxt), segmentLength, Transport.Window))
            {
                // A bare acknowledgment in order, or a segment that says nothing (fifth).
                return true;
            }

            if (isEmpty && !Transport.MayChallenge())
            {
                return true;
            }

            if (isLast)
            {
                // Our last ACK was lost: the other end's FIN again. Time starts over.
                Restart(entry, _duration);
            }

            Transport.SendEmpty(peer, words[entry + Ports], (uint)words[entry + SndNxt], (uint)words[entry + RcvNxt], Transport.Window, words[entry + Timestamp]);
            return true;
        }
    }
}
