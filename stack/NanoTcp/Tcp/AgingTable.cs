// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    /// <summary>Connections that only wait for a time, in the order in which they end. When the table is full, the first makes room.</summary>
    internal abstract class AgingTable : SmallConnectionTable
    {
        /// <summary>The largest possible window (RFC 7323 §2.3). An older acknowledgment is a guess (RFC 5961 §5.2).</summary>
        protected const int LargestWindow = 65535 << TcpHeader.MaxWindowScale;

        // The words of an entry. Older and Newer are the neighbours in the order of their ends.
        protected const int SndNxt = FirstOwn;
        protected const int RcvNxt = FirstOwn + 1;

        /// <summary>TS.Recent; 0: there are no timestamps.</summary>
        protected const int Timestamp = FirstOwn + 2;
        protected const int Deadline = FirstOwn + 3;
        protected const int Newer = FirstOwn + 5;

        /// <summary>The first word of a derived table.</summary>
        protected const int FirstMore = FirstOwn + 6;
        private const int Older = FirstOwn + 4;

        private readonly TcpCounter _evicted;

        protected AgingTable(TcpTransport transport, NetworkStack stack, int capacity, int entrySize, TcpCounter evicted)
            : base(transport, stack, capacity, entrySize)
        {
            _evicted = evicted;
        }

        /// <summary>Ends those whose time is over.</summary>
        internal void Poll(long now)
        {
            int[] words = Words;
            while (Count > 0 && (int)now - words[words[None + Newer] + Deadline] >= 0)
            {
                Remove(words[None + Newer]);
            }

            WakeForFirst();
        }

        /// <summary>Ends all.</summary>
        internal void Clear()
        {
            while (Count > 0)
            {
                Remove(Words[None + Newer]);
            }
        }

        /// <summary>Makes an entry that ends after so many milliseconds, and returns it.</summary>
        protected int Add(Peer peer, int ports, uint sndNxt, uint rcvNxt, int timestamp, int duration)
        {
            if (IsFull)
            {
                Transport.Count(_evicted);
                Remove(Words[None + Newer]);
            }

            int entry = Take(peer, ports);
            int[] words = Words;
            words[entry + SndNxt] = (int)sndNxt;
            words[entry + RcvNxt] = (int)rcvNxt;
            words[entry + Timestamp] = timestamp;
            Start(entry, duration);
            return entry;
        }

        /// <summary>An entry's time starts over.</summary>
        protected void Restart(int entry, int duration)
        {
            Unlink(entry);
            Start(entry, duration);
        }

        protected void Remove(int entry)
        {
            Unlink(entry);
            Release(entry);
        }

        private void Start(int entry, int duration)
        {
            // The place is nearly always behind all others. Durations differ only when a connection has a user timeout.
            int[] words = Words;
            int deadline = (int)Stack.Now + duration;
            int older = words[None + Older];
            while (older != None && words[older + Deadline] - deadline > 0)
            {
                older = words[older + Older];
            }

            int newer = words[older + Newer];
            words[entry + Deadline] = deadline;
            words[entry + Older] = older;
            words[entry + Newer] = newer;
            words[older + Newer] = entry;
            words[newer + Older] = entry;
            if (older == None)
            {
                WakeForFirst();
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

        private void WakeForFirst()
        {
            if (Count > 0)
            {
                Transport.WakeTablesBy(Stack.Now + (Words[Words[None + Newer] + Deadline] - (int)Stack.Now));
            }
        }
    }
}
