// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Udp
{
    /// <summary>
    /// A UDP port of an application: what has come to it, and the way to send from it. All memory is taken by the constructor. No call waits.
    /// Datagrams leave at once or not at all.
    /// </summary>
    /// <remarks>
    /// <para>
    /// A datagram that finds the queue full is dropped and counted (<see cref="UdpCounter.QueueFull"/>), so those that wait are the oldest. What this
    /// host sends to many is not received by its own sockets.
    /// </para>
    /// <para>
    /// When this host's address changes, the socket keeps its port, what waits, and its connected end. It sends from the new address then.
    /// </para>
    /// <para>
    /// Reported errors reach a connected socket only: when the other host, or a router, tells that its datagrams are refused. All other errors may be
    /// gone with the next datagram, and are ignored (RFC 1122 §4.1.3.3).
    /// </para>
    /// </remarks>
    public sealed class UdpSocket
    {
        internal int BoundPort;

        /// <summary>The same as BitConverter reads it; no port is 2^16, which none in a header is.</summary>
        internal int WirePort = NoPort;
        internal UdpSocket? Next;

        // The words of a waiting datagram: its sender, its length above the sender's port as BitConverter reads it, and the destination above the time to
        // live.
        internal const int Key = 0;
        internal const int LengthAndPort = 1;
        internal const int Properties = 2;

        /// <summary>The waiting datagrams: a ring of words, and one of the bytes of all. When none waits, both begin at 0.</summary>
        internal readonly int[] Words;

        /// <summary>Their bytes.</summary>
        internal readonly byte[] Bytes;

        /// <summary>How many wait.</summary>
        internal int Count;

        /// <summary>How many bytes those have.</summary>
        internal int Used;

        /// <summary>The connected end, by its <see cref="Peer.Key"/>; 0: there is none.</summary>
        internal int ConnectedKey;

        private const int NoPort = 0x10000;
        private const int EntrySize = 3;

        private readonly UdpTransport _udp;
        private readonly HostEndPoint _connected = new HostEndPoint();
        private int _firstEntry;
        private int _start;
        private SocketError _error;
        private int _receivedProperties;
        private int _timeToLive;
        private bool _isUnconfigured;
        private bool _receivesBroadcasts;
        private bool _sendsChecksum = true;

        /// <summary>Makes a socket. It has no port yet.</summary>
        /// <exception cref="ArgumentNullException">One of them is missing.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A size is below 1.</exception>
        public UdpSocket(UdpTransport udp, UdpSocketOptions options)
        {
            ArgumentNullException.ThrowIfNull(udp, nameof(udp));
            ArgumentNullException.ThrowIfNull(options, nameof(options));
            if (options.QueueLength < 1 || options.QueueBytes < 1)
            {
                throw new ArgumentOutOfRangeException(nameof(options));
            }

            _udp = udp;
            Bytes = new byte[options.QueueBytes];
            Words = new int[options.QueueLength * EntrySize];
        }

        /// <summary>The port; 0: not bound.</summary>
        public int LocalPort
        {
            get { return BoundPort; }
        }

        /// <summary>The number of datagrams that wait.</summary>
        public int Waiting
        {
            get { return Count; }
        }

        /// <summary>The bytes of the oldest datagram that waits; 0 also when none waits.</summary>
        public int Available
        {
            get { return Count == 0 ? 0 : (int)((uint)Words[_firstEntry + LengthAndPort] >> 16); }
        }

        /// <summary>
        /// The error of the connected end that the next <see cref="Send"/>, or <see cref="Receive"/> without a datagram, will tell. Reading it here does
        /// not count as telling.
        /// </summary>
        public SocketError Error
        {
            get { return _error; }
        }

        /// <summary>
        /// For a client that asks for its address, as DHCP's does: datagrams are sent from 0.0.0.0. Broadcasts are received, and datagrams for whatever
        /// address that the link delivers to this station: the answer may come to the address that it offers.
        /// </summary>
        public bool IsUnconfigured
        {
            get
            {
                return _isUnconfigured;
            }

            set
            {
                _isUnconfigured = value;
                _udp.AskForBroadcasts();
            }
        }

        /// <summary>
        /// Whether broadcasts to the port are received. Without it they are dropped, and as long as no socket wants them a controller with a filter
        /// need not even deliver them. Datagrams to a group need no more than <see cref="NanoTcp.Ip.IPv4.Join"/>.
        /// </summary>
        public bool ReceivesBroadcasts
        {
            get
            {
                return _receivesBroadcasts;
            }

            set
            {
                _receivesBroadcasts = value;
                _udp.AskForBroadcasts();
            }
        }

        /// <summary>
        /// Whether datagrams are sent with a checksum; true at first (RFC 1122 §4.1.3.4). Without it nothing protects the data between the two hosts but
        /// the checks of each link. Received datagrams are taken with a right checksum, or without one.
        /// </summary>
        public bool SendsChecksum
        {
            get { return _sendsChecksum; }
            set { _sendsChecksum = value; }
        }

        /// <summary>The time to live of what is sent, 1 to 255; 0: the network's default, and 1 to a multicast group.</summary>
        /// <exception cref="ArgumentOutOfRangeException">It is set to anything else.</exception>
        public int TimeToLive
        {
            get
            {
                return _timeToLive;
            }

            set
            {
                if ((uint)value > 255)
                {
                    Throw.ArgumentOutOfRange();
                }

                _timeToLive = value;
            }
        }

        /// <summary>The time to live that the datagram received last arrived with.</summary>
        public int ReceivedTimeToLive
        {
            get { return _receivedProperties & 0xFF; }
        }

        /// <summary>Whether the datagram received last was for many hosts: broadcast or multicast.</summary>
        public bool ReceivedForMany
        {
            get
            {
                PacketDestination destination = (PacketDestination)(_receivedProperties >> 8);
                return destination == PacketDestination.Broadcast || destination == PacketDestination.Group;
            }
        }

        /// <summary>Takes a port. What comes to it waits from now on.</summary>
        /// <param name="port">1 to 65535, or 0 for any that is free (RFC 6056).</param>
        /// <returns>
        /// Success. AddressAlreadyInUse: another socket has the port. InvalidArgument: it is out of its range, or this socket has a port.
        /// NoBufferSpaceAvailable: no port is free.
        /// </returns>
        public SocketError Bind(int port)
        {
            return (uint)port > 65535 || BoundPort != 0 ? SocketError.InvalidArgument : _udp.Bind(this, port);
        }

        /// <summary>
        /// Remembers the other end for <see cref="Send"/>. From now on only datagrams from there are taken. A socket without a port gets one. What
        /// waits already is dropped. The other end learns nothing of it.
        /// </summary>
        /// <returns>
        /// Success. NetworkDown, NetworkUnreachable, AddressNotAvailable, InvalidArgument: as for
        /// <see cref="SendTo(byte[], int, int, HostEndPoint)"/>. NoBufferSpaceAvailable: no port is free. Unless it is Success, nothing has changed.
        /// </returns>
        /// <exception cref="ArgumentNullException">There is no end point.</exception>
        public SocketError Connect(HostEndPoint other)
        {
            SocketError error = Find(other, out Peer? peer);
            if (error == SocketError.Success)
            {
                _connected.Set(other);
                ConnectedKey = peer!.Key;
                _error = SocketError.Success;
                Clear();
            }

            return error;
        }

        /// <summary>Sends a datagram to the connected end.</summary>
        /// <returns>
        /// As for <see cref="SendTo(byte[], int, int, HostEndPoint)"/>. NotConnected: there is none. ConnectionRefused, once: an earlier datagram was
        /// refused, and this one was not sent.
        /// </returns>
        /// <exception cref="ArgumentNullException">There is no buffer.</exception>
        public SocketError Send(byte[] buffer, int offset, int length)
        {
            if (ConnectedKey == 0)
            {
                return SocketError.NotConnected;
            }

            return _error == SocketError.Success ? SendTo(buffer, offset, length, _connected) : TakeError();
        }

        /// <summary>Sends a datagram. A socket without a port gets one.</summary>
        /// <param name="buffer">Holds the data.</param>
        /// <param name="offset">Where they begin.</param>
        /// <param name="length">
        /// Bytes, 0 or more. What is longer than a frame takes leaves in fragments, up to <c>IPv4Options.FragmentBufferSize</c> with a header of eight bytes.
        /// </param>
        /// <param name="other">Where they go: a host, a group, or everybody.</param>
        /// <returns>
        /// Success: it has left, or waits for the MAC address of its next hop, or fragments of it wait for room. WouldBlock: the link has no room now, or is
        /// down, or another datagram leaves in fragments, and this one was not sent: try again in a later poll. MessageSize: it is too long. NetworkDown: this host has no address. NetworkUnreachable: no route.
        /// AddressNotAvailable: nobody can have that address, or it is this host's own. InvalidArgument: there is no port to send to, or offset or
        /// length are outside of the buffer. NoBufferSpaceAvailable: no port is free.
        /// </returns>
        /// <exception cref="ArgumentNullException">There is no buffer or no end point.</exception>
        public SocketError SendTo(byte[] buffer, int offset, int length, HostEndPoint other)
        {
            if (buffer == null)
            {
                Throw.ArgumentNull();
            }

            if ((offset | length) < 0 || offset > buffer!.Length - length)
            {
                return SocketError.InvalidArgument;
            }

            if (length > TransmitFrame.MaxPayload - UdpHeader.Length && !MayCut(length))
            {
                return SocketError.MessageSize;
            }

            SocketError error = Find(other, out Peer? peer);
            return error == SocketError.Success ? Transmit(buffer, offset, length, peer!, other.WirePort) : error;
        }

        /// <summary>Takes the oldest datagram that waits.</summary>
        /// <param name="buffer">Gets the data.</param>
        /// <param name="offset">Where they begin in it.</param>
        /// <param name="length">The room.</param>
        /// <param name="from">Gets who has sent it; may be null. Its port is 0 when the sender wants no answer.</param>
        /// <param name="error">
        /// Success. WouldBlock: none waits. MessageSize: it was longer than the room, and the rest is gone. ConnectionRefused, once, when none waits: a
        /// datagram to the connected end was refused. InvalidArgument: offset or length are outside of the buffer, and nothing was taken.
        /// </param>
        /// <returns>Bytes put into the buffer. 0 with Success is an empty datagram.</returns>
        /// <exception cref="ArgumentNullException">There is no buffer.</exception>
        public int Receive(byte[] buffer, int offset, int length, HostEndPoint? from, out SocketError error)
        {
            if (buffer == null)
            {
                Throw.ArgumentNull();
            }

            if ((offset | length) < 0 || offset > buffer!.Length - length)
            {
                error = SocketError.InvalidArgument;
                return 0;
            }

            if (Count == 0)
            {
                error = _error == SocketError.Success ? SocketError.WouldBlock : TakeError();
                return 0;
            }

            int[] words = Words;
            int entry = _firstEntry;
            int word = words[entry + LengthAndPort];
            int total = (int)((uint)word >> 16);
            int taken = total < length ? total : length;
            int start = _start;
            if (taken <= Bytes.Length - start)
            {
                Array.Copy(Bytes, start, buffer, offset, taken);
            }
            else
            {
                Ring.Read(Bytes, start, buffer, offset, taken);
            }

            _receivedProperties = words[entry + Properties];
            if (from != null)
            {
                from.Key = words[entry + Key];
                from.WirePort = word & 0xFFFF;
            }

            error = taken == total ? SocketError.Success : SocketError.MessageSize;
            if (--Count == 0)
            {
                _firstEntry = 0;
                _start = 0;
                return taken;
            }

            _firstEntry = entry + EntrySize == words.Length ? 0 : entry + EntrySize;
            start += total;
            _start = start >= Bytes.Length ? start - Bytes.Length : start;
            Used -= total;
            return taken;
        }

        /// <summary>Gives the port back, and drops what waits. The socket can be bound again.</summary>
        public void Close()
        {
            if (BoundPort != 0)
            {
                _udp.Unbind(this);
            }

            ConnectedKey = 0;
            _error = SocketError.Success;
            Clear();
        }

        /// <summary>Its port, connected end, and how many datagrams wait, for a debugger.</summary>
        public override string ToString()
        {
            if (BoundPort == 0)
            {
                return "not bound";
            }

            string end = ConnectedKey == 0 ? "" : " - " + _connected.ToString();
            return "port " + BoundPort.ToString() + end + ", " + Count.ToString() + " waiting";
        }

        /// <summary>Whether a datagram to its port may be queued.</summary>
        internal bool Takes(PacketDestination destination)
        {
            switch (destination)
            {
                case PacketDestination.Broadcast:
                    return _receivesBroadcasts || _isUnconfigured;
                case PacketDestination.FutureAddress:
                    return _isUnconfigured;
                default:
                    return true;
            }
        }

        internal bool IsConnectedTo(int key, int port)
        {
            return ConnectedKey == key && _connected.Port == port;
        }

        internal void Refuse()
        {
            _error = SocketError.ConnectionRefused;
        }

        internal void SetPort(int port)
        {
            BoundPort = port;
            WirePort = port == 0 ? NoPort : HostEndPoint.SwapPort(port);
        }

        /// <summary>A whole datagram has arrived for this port.</summary>
        /// <param name="frame">The frame that holds it.</param>
        /// <param name="offset">Where its data begin.</param>
        /// <param name="length">How many they are.</param>
        /// <param name="sender">The <see cref="Peer.Key"/> of who has sent it.</param>
        /// <param name="port">The sender's port, as BitConverter reads it.</param>
        /// <param name="destination">For whom it is.</param>
        /// <returns>What became of it.</returns>
        internal UdpCounter Queue(FrameBuffer frame, int offset, int length, int sender, int port, PacketDestination destination)
        {
            if (ConnectedKey != 0 && (sender != ConnectedKey || port != _connected.WirePort))
            {
                return UdpCounter.NotConnectedTo;
            }

            int[] words = Words;
            int used = Count == 0 ? 0 : Used;
            if (Count * EntrySize == words.Length || length > Bytes.Length - used)
            {
                return UdpCounter.QueueFull;
            }

            int entry = _firstEntry + (Count * EntrySize);
            entry = entry >= words.Length ? entry - words.Length : entry;
            words[entry + Key] = sender;
            words[entry + LengthAndPort] = length << 16 | port;
            words[entry + Properties] = (int)destination << 8 | frame.Data[frame.Offset + _udp.Stack.Network!.TimeToLiveOffset];
            Ring.Write(Bytes, _start + used, frame.Data, offset, length);
            Used = used + length;
            Count++;
            return UdpCounter.Received;
        }

        /// <summary>Finds who gets a datagram, and makes sure of an own port.</summary>
        private SocketError Find(HostEndPoint other, out Peer? peer)
        {
            if (other == null)
            {
                Throw.ArgumentNull();
            }

            peer = null;
            NetworkLayer? network = _udp.Stack.Network;
            SocketError error = other!.WirePort == 0 ? SocketError.InvalidArgument
                : network == null ? SocketError.NetworkDown : network.FindDestination(other, _isUnconfigured, out peer);
            return error == SocketError.Success && BoundPort == 0 ? _udp.Bind(this, 0) : error;
        }

        private bool MayCut(int length)
        {
            NetworkLayer? network = _udp.Stack.Network;
            return network != null && length <= network.MaxPayloadInFragments() - UdpHeader.Length;
        }

        private SocketError Transmit(byte[] buffer, int offset, int length, Peer peer, int port)
        {
            NetworkStack stack = _udp.Stack;
            if (!stack.Controller.CanTransmit() && !peer.IsThisHost)
            {
                return SocketError.WouldBlock;
            }

            const int Header = TransmitFrame.PayloadOffset;
            int total = length + UdpHeader.Length;
            NetworkLayer network = stack.Network!;
            FrameBuffer? frame = total > TransmitFrame.MaxPayload ? network.TakeLongFrame() : stack.Claim(_udp);
            if (frame == null)
            {
                return SocketError.WouldBlock;
            }

            byte[] data = frame.Data;
            data[Header + UdpHeader.SourcePort] = (byte)WirePort;
            data[Header + UdpHeader.SourcePort + 1] = (byte)(WirePort >> 8);
            data[Header + UdpHeader.DestinationPort] = (byte)port;
            data[Header + UdpHeader.DestinationPort + 1] = (byte)(port >> 8);
            data[Header + UdpHeader.TotalLength] = (byte)(total >> 8);
            data[Header + UdpHeader.TotalLength + 1] = (byte)total;
            data[Header + UdpHeader.DatagramChecksum] = 0;
            data[Header + UdpHeader.DatagramChecksum + 1] = 0;
            Array.Copy(buffer, offset, data, Header + UdpHeader.Length, length);
            if (_sendsChecksum)
            {
                int sum = Checksum.Sum(data, Header, total) + network.AddressSum(peer, _isUnconfigured) + ((IPv4Header.ProtocolUdp + total) << 8);
                int checksum = Checksum.Finish(sum);

                // 0 would mean that there is none.
                Checksum.Store(data, Header + UdpHeader.DatagramChecksum, checksum == 0 ? 0xFFFF : checksum);
            }

            if (total > TransmitFrame.MaxPayload)
            {
                network.SendInFragments(frame, peer, IPv4Header.ProtocolUdp, total, _timeToLive, _isUnconfigured);
            }
            else if (!network.SendDatagram(_udp.Frame!, peer, IPv4Header.ProtocolUdp, total, _timeToLive, _isUnconfigured))
            {
                return SocketError.WouldBlock;
            }

            _udp.Counts[(int)UdpCounter.Sent]++;
            return SocketError.Success;
        }

        private SocketError TakeError()
        {
            SocketError error = _error;
            _error = SocketError.Success;
            return error;
        }

        private void Clear()
        {
            Count = 0;
            _firstEntry = 0;
            _start = 0;
        }
    }
}
