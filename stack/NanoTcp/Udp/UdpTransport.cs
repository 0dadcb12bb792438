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

        /// <summary>For whom the datagram is that arrives, and the sum of its addresses if it is for many.</summary>
        private PacketDestination _destination;
        private int _addressSum;

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
            // As BitConverter reads it, low byte first: the ports, and then length and checksum. Behind a datagram that is too short for them stands the
            // tail room of the frame.
            byte[] data = frame.Data;
            uint ports = BitConverter.ToUInt32(data, offset);
            uint second = BitConverter.ToUInt32(data, offset + UdpHeader.TotalLength);
            int total = (int)((second & 0xFF) << 8 | (second >> 8 & 0xFF));
            if (total < UdpHeader.Length || total > length)
            {
                Counts[(int)UdpCounter.Invalid]++;
                return;
            }

            if (second > 0xFFFF && !IsRight(frame, offset, total, source))
            {
                Counts[(int)UdpCounter.ChecksumError]++;
                return;
            }

            int port = (int)(ports >> 16);
            UdpSocket? socket = _first;
            while (socket != null && socket.WirePort != port)
            {
                socket = socket.Next;
            }

            total -= UdpHeader.Length;
            if (socket == null || _destination != PacketDestination.ThisHost || socket.Count != 0 || socket.ConnectedKey != 0 || total > socket.Bytes.Length)
            {
                Deliver(socket, frame, offset, total, source, (int)(ports & 0xFFFF));
                return;
            }

            // The short way, for the only datagram that waits: what UdpSocket.Queue does for any.
            int[] words = socket.Words;
            words[UdpSocket.Key] = source.Key;
            words[UdpSocket.LengthAndPort] = total << 16 | (int)(ports & 0xFFFF);
            words[UdpSocket.Properties] = data[frame.Offset + Stack.Network!.TimeToLiveOffset];
            Array.Copy(data, offset + UdpHeader.Length, socket.Bytes, 0, total);
            socket.Used = total;
            socket.Count = 1;
            Counts[(int)UdpCounter.Received]++;
        }

        /// <inheritdoc/>
        internal override void ReceiveForMany(FrameBuffer frame, int offset, int length, Peer source, int addressSum, PacketDestination destination)
        {
            _destination = destination;
            _addressSum = addressSum;
            Receive(frame, offset, length, source);
            _destination = PacketDestination.ThisHost;
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

            socket.SetPort(port);
            socket.Next = _first;
            _first = socket;
            AskForBroadcasts();
            return SocketError.Success;
        }

        /// <summary>Takes it away.</summary>
        internal void Unbind(UdpSocket socket)
        {
            socket.SetPort(0);
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
            bool takesFutureAddress = false;
            for (UdpSocket? socket = _first; socket != null; socket = socket.Next)
            {
                if (socket.Takes(PacketDestination.Broadcast))
                {
                    ports |= 1 << (socket.BoundPort & 31);
                }

                takesFutureAddress |= socket.Takes(PacketDestination.FutureAddress);
            }

            if ((ports != 0) != (Stack.BroadcastPorts != 0))
            {
                Stack.Controller.ReceiveBroadcasts(ports != 0);
            }

            Stack.BroadcastPorts = ports;
            Stack.TakesFutureAddress = takesFutureAddress;
        }

        internal void Count(UdpCounter counter)
        {
            Counts[(int)counter]++;
        }

        /// <summary>Whether the checksum is right, or the link has said so.</summary>
        private bool IsRight(FrameBuffer frame, int offset, int total, Peer source)
        {
            if (EthernetLink.MayOffload && frame.ChecksumVerified)
            {
                return true;
            }

            int addresses = _destination == PacketDestination.ThisHost ? source.AddressSum : _addressSum;
            return (Checksum.Sum(frame.Data, offset, total) + addresses + ((IPv4Header.ProtocolUdp + total) << 8)) % 0xFFFF == 0;
        }

        /// <summary>Queues a datagram, or refuses it. RFC 1122 §3.2.2: never an error about a packet to many.</summary>
        private void Deliver(UdpSocket? socket, FrameBuffer frame, int offset, int length, Peer source, int port)
        {
            if (socket != null && socket.Takes(_destination))
            {
                Count(socket.Queue(frame, offset + UdpHeader.Length, length, source.Key, port, _destination));
            }
            else if (_destination == PacketDestination.ThisHost)
            {
                Count(UdpCounter.NoPort);
                Stack.Network!.PortUnreachable(frame, source);
            }
            else
            {
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
