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
        private int _firstEntry;
        private int _count;
        private int _start;
        private int _used;
        private int _connectedKey;
        private int _connectedPort;
        private SocketError _error;
        private int _receivedProperties;

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
        /// For a client that asks for its address, as DHCP's does: datagrams are sent from 0.0.0.0, and received whatever the address they are for, as
        /// long as the frame was for this station.
        /// </summary>
        public bool IsUnconfigured { get; set; }

        /// <summary>The time to live of what is sent; 0: the network's default, and 1 to a multicast group.</summary>
        public int TimeToLive { get; set; }

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
        /// waits already is dropped.
        /// </summary>
        /// <returns>Success, or as for <see cref="Bind"/> and <see cref="SendTo(byte[], int, int, HostEndPoint)"/>.</returns>
        public SocketError Connect(HostEndPoint other)
        {
            if (other == null)
            {
                Throw.ArgumentNull();
            }

            Peer? peer = null;
            NetworkLayer? network = _udp.Stack.Network;
            SocketError error = other!.Port == 0 ? SocketError.InvalidArgument
                : network == null ? SocketError.NetworkDown : network.FindDestination(other, IsUnconfigured, out peer);
            if (error == SocketError.Success && BoundPort == 0)
            {
                error = Bind(0);
            }

            if (error == SocketError.Success)
            {
                _connectedKey = peer!.Key;
                _connectedPort = other.Port;
                _error = SocketError.Success;
                Clear();
            }

            return error;
        }

        /// <summary>Sends a datagram to the connected end.</summary>
        /// <returns>
        /// As for <see cref="SendTo(byte[], int, int, HostEndPoint)"/>; NotConnected; ConnectionRefused, once: the other end has told that nobody has
        /// the port, and this datagram was not sent.
        /// </returns>
        public SocketError Send(byte[] buffer, int offset, int length)
        {
            if (_connectedPort == 0)
            {
                return SocketError.NotConnected;
            }

            if (_error != SocketError.Success)
            {
                return TakeError();
            }

            NetworkLayer? network = _udp.Stack.Network;
            return network == null ? SocketError.NetworkDown : Transmit(buffer, offset, length, _udp.Stack.Peers.Find(_connectedKey), _connectedPort);
        }

        /// <summary>Sends a datagram. A socket without a port gets one.</summary>
        /// <param name="buffer">Holds the data.</param>
        /// <param name="offset">Where they begin.</param>
        /// <param name="length">Bytes, 0 or more.</param>
        /// <param name="other">Where they go.</param>
        /// <returns>
        /// Success: it has left, or waits for the MAC address of its next hop. WouldBlock: the link has no room now, so it was not sent. MessageSize: it
        /// is too long. NetworkDown: this host has no address. NetworkUnreachable: no route. AddressNotAvailable: nobody can have that address.
        /// InvalidArgument: there is no port to send to.
        /// </returns>
        public SocketError SendTo(byte[] buffer, int offset, int length, HostEndPoint other)
        {
            if (other == null)
            {
                Throw.ArgumentNull();
            }

            Peer? peer = null;
            NetworkLayer? network = _udp.Stack.Network;
            SocketError error = other!.Port == 0 ? SocketError.InvalidArgument
                : network == null ? SocketError.NetworkDown : network.FindDestination(other, IsUnconfigured, out peer);
            if (error == SocketError.Success && BoundPort == 0)
            {
                error = Bind(0);
            }

            return error == SocketError.Success ? Transmit(buffer, offset, length, peer!, other.Port) : error;
        }

        /// <summary>Takes the oldest datagram that waits.</summary>
        /// <param name="buffer">Gets the data.</param>
        /// <param name="offset">Where they begin in it.</param>
        /// <param name="length">The room.</param>
        /// <param name="from">Gets who has sent it; may be null.</param>
        /// <param name="error">
        /// Success. WouldBlock: none waits. MessageSize: it was longer than the room, and the rest is gone. ConnectionRefused, once: the connected end
        /// has told that nobody has the port.
        /// </param>
        /// <returns>Bytes put into the buffer. 0 with Success is an empty datagram.</returns>
        public int Receive(byte[] buffer, int offset, int length, HostEndPoint? from, out SocketError error)
        {
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
            _start += total;
            _start = _start >= _ring.Length ? _start - _ring.Length : _start;
            _used -= total;
            _count--;
            _firstEntry = entry + EntrySize == words.Length ? 0 : entry + EntrySize;
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

        internal bool IsConnectedTo(int key, int port)
        {
            return _connectedPort == port && _connectedKey == key;
        }

        internal void Refuse()
        {
            _error = SocketError.ConnectionRefused;
        }

        /// <summary>A whole datagram has arrived for this port.</summary>
        internal void Queue(FrameBuffer frame, int offset, int length, Peer source, bool isForMany)
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
            words[entry + Properties] = _udp.Stack.Network!.TimeToLiveOf(frame) | (isForMany ? ForMany : 0);
            Ring.Write(_ring, _start + _used, data, offset + UdpHeader.Length, length);
            _used += length;
            _count++;
            _udp.Count(UdpCounter.Received);
        }

        private SocketError Transmit(byte[] buffer, int offset, int length, Peer peer, int port)
        {
            if (buffer == null)
            {
                Throw.ArgumentNull();
            }

            if (((offset | length) < 0) || offset > buffer!.Length - length)
            {
                Throw.ArgumentOutOfRange();
            }

            if (length > TransmitFrame.MaxPayload - UdpHeader.Length)
            {
                return SocketError.MessageSize;
            }

            NetworkStack stack = _udp.Stack;
            if (!stack.Controller.CanTransmit())
            {
                return SocketError.WouldBlock;
            }

            const int Header = TransmitFrame.PayloadOffset;
            int total = length + UdpHeader.Length;
            TransmitFrame frame = stack.Claim(_udp);
            byte[] data = frame.Data;
            BigEndian.WriteUInt16(data, Header + UdpHeader.SourcePort, BoundPort);
            BigEndian.WriteUInt16(data, Header + UdpHeader.DestinationPort, port);
            BigEndian.WriteUInt16(data, Header + UdpHeader.TotalLength, total);
            BigEndian.WriteUInt16(data, Header + UdpHeader.DatagramChecksum, 0);
            Array.Copy(buffer!, offset, data, Header + UdpHeader.Length, length);
            int sum = Checksum.Sum(data, Header, total) + stack.Network!.AddressSum(peer, IsUnconfigured) + ((IPv4Header.ProtocolUdp + total) << 8);
            int checksum = Checksum.Finish(sum);

            // 0 would mean that there is none.
            Checksum.Store(data, Header + UdpHeader.DatagramChecksum, checksum == 0 ? 0xFFFF : checksum);
            if (!stack.Network.SendDatagram(frame, peer, IPv4Header.ProtocolUdp, total, TimeToLive, IsUnconfigured))
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
            _used = 0;
        }
    }
}
