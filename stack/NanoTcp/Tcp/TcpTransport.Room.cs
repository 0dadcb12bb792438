// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;

namespace NanoTcp.Tcp
{
    // Who gets a connection slot when they run out. What a service holds is never taken, but the service is told that somebody waits. What nobody holds
    // makes room.
    public sealed partial class TcpTransport
    {
        /// <summary>How long somebody who found no slot is taken to wait for one, in milliseconds: he tries again after 200 or 1000, and twice that.</summary>
        private const int Patience = 3000;

        /// <summary>
        /// How long a closed connection that only waits for the other end keeps its slot, if nothing is lost by that: an end that is there answers a FIN sooner,
        /// and needs no RST.
        /// </summary>
        private const int Courtesy = 50;

        /// <summary>
        /// Finds a slot for a connection at a listener, or for one begun by this end (null): a free one, that of a connection that was lost before anybody
        /// accepted it, or that of the orphan that has waited longest.
        /// False when there is none.
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

        /// <summary>Somebody has come to a listener and found no slot. Who is answered later than the next repetition of a lost SYN has mostly gone.</summary>
        private void Await(TcpListener listener)
        {
            listener.AwaitedUntil = _stack.Now + Patience;
        }

        /// <summary>Whether a slot is free for a listener when so many are spoken for.</summary>
        private bool HasSlotFor(TcpListener listener, int spokenFor)
        {
            int free = _freeCount - spokenFor;
            return free > _reserved || free > KeptFrom(listener);
        }

        /// <summary>Opens connections for those who have come to the last step of their handshake and found no room.</summary>
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
                }

                // The others wait until it is looked for room again.
                long next = _stack.Now + Courtesy;
                listener.AwaitedUntil = listener.WaitingClients == 0 ? 0 : listener.AwaitedUntil > next ? listener.AwaitedUntil : next;
            }
        }

        /// <summary>Whether fewer slots can be had for a listener than are waited for.</summary>
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

        /// <summary>A listener that keeps some slots asks for another number of them, and gets what the others leave.</summary>
        internal int Reserve(int before, int asked)
        {
            if (asked < 0)
            {
                throw new ArgumentOutOfRangeException();
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

        /// <summary>Makes room by letting go of a connection that was lost before anybody accepted it. False when there is none.</summary>
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

        /// <summary>How many slots are kept for other listeners than this one.</summary>
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

        /// <summary>How many connections the service of a listener has, or could accept.</summary>
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
        /// The orphan to go next: one that only waits for the acknowledgment of its FIN, or for the other end's, if there is one, and of those the one
        /// whose other end has acknowledged nothing for longest.
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
