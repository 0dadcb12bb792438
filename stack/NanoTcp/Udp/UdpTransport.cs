// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Udp
{
    /// <summary>
    /// UDP on a <see cref="NetworkStack"/> (RFC 768, RFC 1122 §4.1): hands datagrams to the <see cref="UdpSocket"/> that has bound their port. Memory is
    /// the sockets' own. Ports are UDP's own too: TCP may have the same.
    /// </summary>
    public sealed class UdpTransport : Transport
    {
        internal readonly NetworkStack Stack;

        /// <summary>The values of the counters, by <see cref="UdpCounter"/>.</summary>
        internal readonly int[] Counts = new int[(int)UdpCounter.Count];

        private const int FirstEphemeral = 49152;
        private const int EphemeralCount = 65536 - FirstEphemeral;

        private UdpSocket? _first;

        /// <summary>Adds UDP to a stack.</summary>
        /// <exception cref="ArgumentNullException">There is no stack.</exception>
        /// <exception cref="InvalidOperationException">The stack has UDP already.</exception>
        public UdpTransport(NetworkStack stack)
            : base(IPv4Header.ProtocolUdp)
        {
            ArgumentNullException.ThrowIfNull(stack, nameof(stack));
            if (stack.TransportOf(Protocol) != null)
            {
                throw new InvalidOperationException();
            }

            Stack = stack;
            stack.Register(this);
        }

        /// <summary>The value of a counter since construction. A counter wraps to negative after 2^31 events.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such counter.</exception>
        public int GetCount(UdpCounter counter)
        {
            return CounterValues.Get(Counts, (int)counter);
        }

        /// <inheritdoc/>
        internal override void Receive(FrameBuffer frame, int offset, int length, Peer source)
        {
            Take(frame, offset, length, source, source.AddressSum, PacketDestination.ThisHost);
        }

        /// <inheritdoc/>
        internal override void ReceiveForMany(FrameBuffer frame, int offset, int length, Peer source, int addressSum, PacketDestination destination)
        {
            Take(frame, offset, length, source, addressSum, destination);
        }

        /// <inheritdoc/>
        internal override long Poll(long now)
        {
            return long.MaxValue;
        }

        /// <inheritdoc/>
        internal override void SendQueued()
        {
        }

        /// <inheritdoc/>
        internal override void PeerUnreachable(Peer peer)
        {
        }

        /// <inheritdoc/>
        internal override void ErrorArrives(Peer peer, PathError error, int maxPayload, byte[] data, int offset)
        {
            int own = BigEndian.ReadUInt16(data, offset + UdpHeader.SourcePort);
            UdpSocket? socket = Find(own);
            if (socket == null || !socket.IsConnectedTo(peer.Key, BigEndian.ReadUInt16(data, offset + UdpHeader.DestinationPort)))
            {
                Count(UdpCounter.ErrorUnmatched);
                return;
            }

            if (error == PathError.Refused)
            {
                socket.Refuse();
            }
        }

        /// <summary>Nothing is lost: what waits was for this host, and a connected socket sends from the new address.</summary>
        internal override void AddressChanging()
        {
        }

        /// <summary>Gives a socket its port.</summary>
        internal SocketError Bind(UdpSocket socket, int port)
        {
            if (port == 0)
            {
                port = ChoosePort();
                if (port == 0)
                {
                    return SocketError.NoBufferSpaceAvailable;
                }
            }

            if (Find(port) != null)
            {
                return SocketError.AddressAlreadyInUse;
            }

            socket.BoundPort = port;
            socket.Next = _first;
            _first = socket;
            AskForBroadcasts();
            return SocketError.Success;
        }

        /// <summary>Takes it away.</summary>
        internal void Unbind(UdpSocket socket)
        {
            socket.BoundPort = 0;
            if (_first == socket)
            {
                _first = socket.Next;
            }
            else
            {
                UdpSocket? other = _first;
                while (other!.Next != socket)
                {
                    other = other.Next;
                }

                other.Next = socket.Next;
            }

            socket.Next = null;
            AskForBroadcasts();
        }

        /// <summary>Notes to which ports a socket wants broadcasts, and tells the link if that has become none, or is none no more.</summary>
        internal void AskForBroadcasts()
        {
            int ports = 0;
            for (UdpSocket? socket = _first; socket != null; socket = socket.Next)
            {
                if (socket.Takes(PacketDestination.Broadcast))
                {
                    ports |= 1 << (socket.BoundPort & 31);
                }
            }

            if ((ports != 0) != (Stack.BroadcastPorts != 0))
            {
                Stack.Controller.ReceiveBroadcasts(ports != 0);
            }

            Stack.BroadcastPorts = ports;
        }

        internal void Count(UdpCounter counter)
        {
            Counts[(int)counter]++;
        }

        /// <summary>Checks a datagram, and queues it at the socket of its port.</summary>
        private void Take(FrameBuffer frame, int offset, int length, Peer source, int addressSum, PacketDestination destination)
        {
            byte[] data = frame.Data;
            int total = length < UdpHeader.Length ? 0 : (data[offset + UdpHeader.TotalLength] << 8) | data[offset + UdpHeader.TotalLength + 1];
            if (total < UdpHeader.Length || total > length)
            {
                Count(UdpCounter.Invalid);
                return;
            }

            if (BitConverter.ToUInt16(data, offset + UdpHeader.DatagramChecksum) != 0 && !(EthernetLink.MayOffload && frame.ChecksumVerified)
                && (Checksum.Sum(data, offset, total) + addressSum + ((IPv4Header.ProtocolUdp + total) << 8)) % 0xFFFF != 0)
            {
                Count(UdpCounter.ChecksumError);
                return;
            }

            UdpSocket? socket = Find((data[offset + UdpHeader.DestinationPort] << 8) | data[offset + UdpHeader.DestinationPort + 1]);
            if (socket != null && socket.Takes(destination))
            {
                socket.Queue(frame, offset, total - UdpHeader.Length, source, destination);
            }
            else if (destination == PacketDestination.ThisHost)
            {
                Count(UdpCounter.NoPort);
                Stack.Network!.PortUnreachable(frame, source);
            }
            else
            {
                // RFC 1122 §3.2.2: never an error about a packet to many.
                Count(UdpCounter.NoPortForMany);
            }
        }

        private UdpSocket? Find(int port)
        {
            UdpSocket? socket = _first;
            while (socket != null && socket.BoundPort != port)
            {
                socket = socket.Next;
            }

            return socket;
        }

        /// <summary>An ephemeral port that nobody can predict: RFC 6056 §3.3.1, algorithm 1. 0 when all are taken.</summary>
        private int ChoosePort()
        {
            int start = Stack.NextRandom(EphemeralCount);
            for (int i = 0; i < EphemeralCount; i++)
            {
                int port = FirstEphemeral + ((start + i) % EphemeralCount);
                if (Find(port) == null)
                {
                    return port;
                }
            }

            return 0;
        }
    }
}
