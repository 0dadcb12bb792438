// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;

namespace NanoTcp.Tcp
{
    // The places of connections: the pool, or the table in which segments find them.
    public sealed partial class TcpTransport
    {
        /// <summary>2^32 by the golden ratio, odd.</summary>
        internal const int GoldenRatio = -1_640_531_535;

        /// <summary>The value of <see cref="ControlBlock.Ports"/> for a pair of ports.</summary>
        internal static int PortsKey(int remotePort, int localPort)
        {
            return (remotePort >> 8) | ((remotePort & 255) << 8) | ((localPort >> 8) << 16) | (localPort << 24);
        }

        /// <summary>This end's port of such a pair.</summary>
        internal static int LocalPort(int ports)
        {
            return (ports >> 8 & 0xFF00) | (ports >> 24 & 0xFF);
        }

        private int Bucket(Peer peer, int ports)
        {
            // Multiplicative hashing (Knuth, The Art of Computer Programming, volume 3, §6.4): the high bits depend on all others.
            return ((ports ^ peer.Key) * GoldenRatio) >> 16 & (_buckets.Length - 1);
        }

        private ControlBlock? Find(Peer peer, int ports)
        {
            ControlBlock? connection = _buckets[Bucket(peer, ports)];
            while (connection != null && (connection.Ports != ports || connection.Peer != peer))
            {
                connection = connection.Next;
            }

            return connection;
        }

        /// <summary>Puts a connection into the table, where segments find it. It has <see cref="ConnectionFlag.Attached"/> then.</summary>
        internal void Attach(ControlBlock connection)
        {
            int bucket = Bucket(connection.Peer!, connection.Ports);
            connection.Next = _buckets[bucket];
            _buckets[bucket] = connection;
        }

        /// <summary>Takes a connection out of the table and stops its timers.</summary>
        internal void Detach(ControlBlock connection)
        {
            if ((connection.Flags & ConnectionFlag.Attached) == 0)
            {
                return;
            }

            connection.Flags &= ~ConnectionFlag.Attached;
            Timers.Remove(connection);
            if (_last == connection)
            {
                ExpectNothing();
            }

            int bucket = Bucket(connection.Peer!, connection.Ports);
            ControlBlock? previous = _buckets[bucket];
            if (previous == connection)
            {
                _buckets[bucket] = connection.Next;
                return;
            }

            while (previous!.Next != connection)
            {
                previous = previous.Next;
            }

            previous.Next = connection.Next;
        }

        /// <summary>Returns a detached connection to the pool.</summary>
        internal void Recycle(ControlBlock connection, Peer peer)
        {
            _stack.Peers.Release(peer);
            connection.Next = _free;
            _free = connection;
            _freeCount++;
            if (HalfOpen.Waiting > 0)
            {
                WakeTablesBy(_stack.Now);
            }
        }
    }
}
