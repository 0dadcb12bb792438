// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Ip;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    /// <summary>
    /// The connections in TIME-WAIT: a few words each, so that they cost no connection slot. When it is full, the one that has waited
    /// longest makes room.
    /// </summary>
    internal sealed class TimeWaitTable : EntryTable
    {
        /// <summary>The largest window that there can be (RFC 7323 §2.3): an acknowledgment older than that is a guess (RFC 5961 §5.2).</summary>
        private const int LargestWindow = 65535 << TcpHeader.MaxWindowScale;

        // The words of an entry. Older and Newer are those of the order in which they end: none is newer than the newest, and older than the oldest.
        private const int SndNxt = FirstOwn;
        private const int RcvNxt = FirstOwn + 1;
        private const int Timestamp = FirstOwn + 2;
        private const int Deadline = FirstOwn + 3;
        private const int Older = FirstOwn + 4;
        private const int Newer = FirstOwn + 5;
        private const int EntrySize = FirstOwn + 6;

        private readonly int _duration;

        internal TimeWaitTable(TcpTransport transport, NetworkStack stack, TcpOptions options)
            : base(transport, stack, options.TimeWaitEntries, EntrySize)
        {
            _duration = options.TimeWait;
        }

        /// <summary>A connection enters TIME-WAIT. <paramref name="timestamp"/> is its TS.Recent; 0: it has none.</summary>
        internal void Add(Peer peer, int ports, uint sndNxt, uint rcvNxt, int timestamp)
        {
            if (IsFull)
            {
                Stack.Count(Counter.TcpTimeWaitEvicted);
                Remove(Words[None + Newer]);
            }

            int entry = Take(peer, ports);
            int[] words = Words;
            words[entry + SndNxt] = (int)sndNxt;
            words[entry + RcvNxt] = (int)rcvNxt;
            words[entry + Timestamp] = timestamp;
            Append(entry);
        }

        /// <summary>Ends those whose time is over.</summary>
        internal void Poll(long now)
        {
            int[] words = Words;
            while (Count > 0 && (int)now - words[words[None + Newer] + Deadline] >= 0)
            {
                Remove(words[None + Newer]);
            }

            SetNextDeadline();
        }

        /// <summary>Ends all.</summary>
        internal void Clear()
        {
            while (Count > 0)
            {
                Remove(Words[None + Newer]);
            }
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
                Stack.Count(Counter.TcpUnacceptable);
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
                if (!Transport.HasRoom(listener, peer))
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
            if (says ? isEmpty && sequence == rcvNxt && old >= 0 && old <= LargestWindow : ControlBlock.IsAcceptable((int)(sequence - rcvNxt), segmentLength, Transport.Window))
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
                Unlink(entry);
                Append(entry);
            }

            Transport.SendEmpty(peer, words[entry + Ports], (uint)words[entry + SndNxt], (uint)words[entry + RcvNxt], Transport.Window, words[entry + Timestamp]);
            return true;
        }

        private void Remove(int entry)
        {
            Unlink(entry);
            Release(entry);
        }

        private void Append(int entry)
        {
            int[] words = Words;
            int newest = words[None + Older];
            words[entry + Deadline] = (int)Stack.Now + _duration;
            words[entry + Older] = newest;
            words[entry + Newer] = None;
            words[newest + Newer] = entry;
            words[None + Older] = entry;
            if (newest == None)
            {
                SetNextDeadline();
                Stack.WakeBy(NextDeadline);
            }
        }

        private void Unlink(int entry)
        {
            int[] words = Words;
            int older = words[entry + Older];
            int newer = words[entry + Newer];
            words[older + Newer] = newer;
            words[newer + Older] = older;
        }

        private void SetNextDeadline()
        {
            NextDeadline = Count == 0 ? long.MaxValue : Stack.Now + (Words[Words[None + Newer] + Deadline] - (int)Stack.Now);
        }
    }
}
