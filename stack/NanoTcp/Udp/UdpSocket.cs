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
        internal UdpSocket? Next;

        // The words of a waiting datagram.
        private const int Key = 0;
        private const int Port = 1;
        private const int Length = 2;
        private const int Properties = 3;
        private const int EntrySize = 4;

        /// <summary>In <see cref="Properties"/>, above the time to live.</summary>
        private const int ForMany = 0x100;

        private readonly UdpTransport _udp;
        private readonly byte[] _ring;
        private readonly int[] _words;
        private readonly HostEndPoint _connected = new HostEndPoint();
        private int _firstEntry;
        private int _count;
        private int _start;
        private int _used;
        private int _connectedKey;
        private int _connectedPort;
        private SocketError _error;
        private int _receivedProperties;
        private int _timeToLive;
        private bool _isUnconfigured;
        private bool _receivesBroadcasts;

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
            _ring = new byte[options.QueueBytes];
            _words = new int[options.QueueLength * EntrySize];
        }

        /// <summary>The port; 0: not bound.</summary>
        public int LocalPort
        {
            get { return BoundPort; }
        }

        /// <summary>The number of datagrams that wait.</summary>
        public int Waiting
        {
            get { return _count; }
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
        /// For a client that asks for its address, as DHCP's does: datagrams are sent from 0.0.0.0. Broadcasts are received, and while this host has no
        /// address, datagrams for whatever address that the link delivers to this station.
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
        public bool SendsChecksum { get; set; } = true;

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
            get { return (_receivedProperties & ForMany) != 0; }
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
                _connectedKey = peer!.Key;
                _connectedPort = other.Port;
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
            if (_connectedPort == 0)
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

            NetworkLayer? network = _udp.Stack.Network;
            if (length > TransmitFrame.MaxPayload - UdpHeader.Length && (network == null || length > network.MaxPayloadInFragments() - UdpHeader.Length))
            {
                return SocketError.MessageSize;
            }

            SocketError error = Find(other, out Peer? peer);
            return error == SocketError.Success ? Transmit(buffer, offset, length, peer!, other.Port) : error;
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

            if (_count == 0)
            {
                error = _error == SocketError.Success ? SocketError.WouldBlock : TakeError();
                return 0;
            }

            int[] words = _words;
            int entry = _firstEntry;
            int total = words[entry + Length];
            int taken = total < length ? total : length;
            Ring.Read(_ring, _start, buffer, offset, taken);
            _receivedProperties = words[entry + Properties];
            if (from != null)
            {
                _udp.Stack.Network!.Tell(words[entry + Key], words[entry + Port], from);
            }

            error = taken < total ? SocketError.MessageSize : SocketError.Success;
            _firstEntry = entry + EntrySize == words.Length ? 0 : entry + EntrySize;
            if (--_count == 0)
            {
                // The next one lies in one piece.
                _start = 0;
                _used = 0;
            }
            else
            {
                _start += total;
                _start = _start >= _ring.Length ? _start - _ring.Length : _start;
                _used -= total;
            }

            return taken;
        }

        /// <summary>Gives the port back, and drops what waits. The socket can be bound again.</summary>
        public void Close()
        {
            if (BoundPort != 0)
            {
                _udp.Unbind(this);
            }

            _connectedPort = 0;
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

            string end = _connectedPort == 0 ? "" : " - " + _connected.ToString();
            return "port " + BoundPort.ToString() + end + ", " + _count.ToString() + " waiting";
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
            return _connectedPort == port && _connectedKey == key;
        }

        internal void Refuse()
        {
            _error = SocketError.ConnectionRefused;
        }

        /// <summary>A whole datagram has arrived for this port.</summary>
        internal void Queue(FrameBuffer frame, int offset, int length, Peer source, PacketDestination destination)
        {
            byte[] data = frame.Data;
            int port = (data[offset + UdpHeader.SourcePort] << 8) | data[offset + UdpHeader.SourcePort + 1];
            if (_connectedPort != 0 && (port != _connectedPort || source.Key != _connectedKey))
            {
                _udp.Count(UdpCounter.NotConnectedTo);
                return;
            }

            int[] words = _words;
            if (_count * EntrySize == words.Length || _used + length > _ring.Length)
            {
                _udp.Count(UdpCounter.QueueFull);
                return;
            }

            int entry = _firstEntry + (_count * EntrySize);
            entry = entry >= words.Length ? entry - words.Length : entry;
            words[entry + Key] = source.Key;
            words[entry + Port] = port;
            words[entry + Length] = length;
            int isForMany = destination == PacketDestination.Broadcast || destination == PacketDestination.Group ? ForMany : 0;
            words[entry + Properties] = _udp.Stack.Network!.TimeToLiveOf(frame) | isForMany;
            Ring.Write(_ring, _start + _used, data, offset + UdpHeader.Length, length);
            _used += length;
            _count++;
            _udp.Count(UdpCounter.Received);
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
            SocketError error = other!.Port == 0 ? SocketError.InvalidArgument
                : network == null ? SocketError.NetworkDown : network.FindDestination(other, _isUnconfigured, out peer);
            return error == SocketError.Success && BoundPort == 0 ? _udp.Bind(this, 0) : error;
        }

        private SocketError Transmit(byte[] buffer, int offset, int length, Peer peer, int port)
        {
            NetworkStack stack = _udp.Stack;
            if (!stack.Controller.CanTransmit())
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
            data[Header + UdpHeader.SourcePort] = (byte)(BoundPort >> 8);
            data[Header + UdpHeader.SourcePort + 1] = (byte)BoundPort;
            data[Header + UdpHeader.DestinationPort] = (byte)(port >> 8);
            data[Header + UdpHeader.DestinationPort + 1] = (byte)port;
            data[Header + UdpHeader.TotalLength] = (byte)(total >> 8);
            data[Header + UdpHeader.TotalLength + 1] = (byte)total;
            data[Header + UdpHeader.DatagramChecksum] = 0;
            data[Header + UdpHeader.DatagramChecksum + 1] = 0;
            Array.Copy(buffer, offset, data, Header + UdpHeader.Length, length);
            if (SendsChecksum)
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

            _udp.Count(UdpCounter.Sent);
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
            _count = 0;
            _start = 0;
            _used = 0;
        }
    }
}
