// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    // Decides who gets a connection slot when they run out. A connection of a service is never taken, but the service learns that a client waits. A
    // connection that no application holds makes room.
    public sealed partial class TcpTransport
    {
        /// <summary>
        /// How long a client without a slot counts as waiting, in milliseconds. It tries again after 200 or 1000, and then after twice that.
        /// </summary>
        private const int Patience = 3000;

        /// <summary>
        /// How long a closed connection that only waits for the other end keeps its slot, in milliseconds. A live end answers a FIN sooner, and needs
        /// no RST.
        /// </summary>
        private const int Courtesy = 50;

        /// <summary>
        /// Finds a slot for a connection at a listener, or for one that this end opens (null). It takes a free slot, or that of a connection that was
        /// lost before anybody accepted it, or that of the orphan that has waited longest. False when there is none.
        /// </summary>
        private bool MakeRoom(TcpListener? listener, int courtesy)
        {
            if (_freeCount > _reserved)
            {
                return true;
            }

            int kept = KeptFrom(listener);
            while (_freeCount <= kept && DropLost())
            {
                kept = KeptFrom(listener);
            }

            if (_freeCount > kept)
            {
                return true;
            }

            if (_freeCount + CountEvictable(courtesy) <= kept)
            {
                return false;
            }

            while (_freeCount <= kept)
            {
                Count(TcpCounter.OrphansEvicted);
                LongestOrphan(courtesy)!.Reset(SocketError.Success);
            }

            return true;
        }

        /// <summary>
        /// Notes that a client of a listener found no slot. A client mostly leaves if it gets no answer until the next repetition of a lost SYN.
        /// </summary>
        private void Await(TcpListener listener)
        {
            listener.AwaitedUntil = _stack.Now + Patience;
        }

        /// <summary>Whether a slot is free for a listener when so many are reserved.</summary>
        private bool HasSlotFor(TcpListener listener, int spokenFor)
        {
            int free = _freeCount - spokenFor;
            return free > _reserved || free > KeptFrom(listener);
        }

        /// <summary>Opens connections for clients that have completed their handshake and found no room.</summary>
        internal void OpenWaiting()
        {
            for (int i = 0; i < _listeners.Length; i++)
            {
                TcpListener listener = _listeners[i];
                if (!listener.IsListening || listener.WaitingClients == 0)
                {
                    continue;
                }

                while (listener.WaitingClients > 0 && listener.HasRoom && MakeRoom(listener, Courtesy) && HalfOpen.OpenNext(listener))
                {
                    _stack.OtherActivity++;
                }

                // The others wait until the next look for room.
                long next = _stack.Now + Courtesy;
                listener.AwaitedUntil = listener.WaitingClients == 0 ? 0 : listener.AwaitedUntil > next ? listener.AwaitedUntil : next;
            }
        }

        /// <summary>Whether fewer slots are available for a listener than clients wait for.</summary>
        internal bool Lacks(TcpListener listener)
        {
            if (_stack.Controller.Now >= listener.AwaitedUntil)
            {
                listener.AwaitedUntil = 0;
                return false;
            }

            int obtainable = Obtainable(listener);
            return obtainable < 1 || obtainable < listener.WaitingClients;
        }

        /// <summary>Changes the number of slots that a listener reserves. It gets at most what the others leave.</summary>
        internal int Reserve(int before, int asked)
        {
            if (asked < 0)
            {
                Throw.ArgumentOutOfRange();
            }

            int left = _connections.Length - (_reserved - before);
            int kept = asked < left ? asked : left;
            _reserved += kept - before;
            return kept;
        }

        /// <summary>How many slots are free for a listener, or would be made free.</summary>
        private int Obtainable(TcpListener listener)
        {
            return _freeCount + CountEvictable(0) - KeptFrom(listener);
        }

        /// <summary>Makes room by freeing a connection that was lost before anybody accepted it. False when there is none.</summary>
        private bool DropLost()
        {
            for (int i = 0; i < _listeners.Length; i++)
            {
                if (DropLost(_listeners[i]))
                {
                    return true;
                }
            }

            return false;
        }

        private bool DropLost(TcpListener listener)
        {
            bool dropped = listener.DropLost();
            if (dropped)
            {
                Count(TcpCounter.LostEvicted);
            }

            return dropped;
        }

        /// <summary>The number of slots reserved for other listeners than this one.</summary>
        private int KeptFrom(TcpListener? listener)
        {
            int kept = 0;
            if (_reserved > 0)
            {
                for (int i = 0; i < _listeners.Length; i++)
                {
                    TcpListener other = _listeners[i];
                    int missing = other == listener || other.Reserved == 0 ? 0 : other.Reserved - CountHeld(other);
                    kept += missing > 0 ? missing : 0;
                }
            }

            return kept;
        }

        /// <summary>The number of connections that the service of a listener has, or could accept.</summary>
        private int CountHeld(TcpListener listener)
        {
            int count = 0;
            for (int i = 0; i < _connections.Length; i++)
            {
                ControlBlock connection = _connections[i];
                count += (connection.Flags & (ConnectionFlag.Attached | ConnectionFlag.Orphan)) == ConnectionFlag.Attached && connection.LocalPort == listener.BoundPort ? 1 : 0;
            }

            return count;
        }

        private int CountEvictable(int courtesy)
        {
            int count = 0;
            for (int i = 0; i < _connections.Length; i++)
            {
                count += SlowTimers.IsEvictable(_connections[i], courtesy) ? 1 : 0;
            }

            return count;
        }

        /// <summary>
        /// The next orphan to make room. Orphans that only wait for the acknowledgment of their FIN, or for the other end's FIN, come first. Among
        /// them the one without an acknowledgment for the longest time goes.
        /// </summary>
        private ControlBlock? LongestOrphan(int courtesy)
        {
            ControlBlock? longest = null;
            for (int i = 0; i < _connections.Length; i++)
            {
                ControlBlock connection = _connections[i];
                if (SlowTimers.IsEvictable(connection, courtesy) && (longest == null || SlowTimers.GoesBefore(connection, longest)))
                {
                    longest = connection;
                }
            }

            return longest;
        }
    }
}
