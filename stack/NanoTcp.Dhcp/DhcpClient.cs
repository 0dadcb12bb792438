// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Udp;

namespace NanoTcp.Dhcp
{
    /// <summary>
    /// A DHCP client (RFC 2131): it leases an address, configures <see cref="IPv4"/> and the <see cref="NetworkSettings"/> with it, and keeps it as long
    /// as the network allows. After a restart and when the cable was out, it has the address from before confirmed. Everything is allocated by the
    /// constructor, except for the addresses and names of a new lease.
    /// </summary>
    public sealed partial class DhcpClient : TimedService
    {
        private const int LongestIdentifier = 64;

        private readonly NetworkStack _stack;
        private readonly IPv4 _ip;
        private readonly NetworkSettings _settings;
        private readonly int _retryInterval;
        private readonly UdpSocket _socket;

        /// <summary>The message that is written or read. There is never more than one.</summary>
        private readonly byte[] _message;
        private readonly DhcpWriter _writer;
        private readonly DhcpReader _reader;
        private readonly LeaseMemory _memory;
        private readonly DhcpLease _lease = new DhcpLease();
        private readonly int[] _counts = new int[(int)DhcpCounter.Count];

        private DhcpState _state;

        /// <summary>When the state has something to do; the end of the lease has priority.</summary>
        private long _timer = long.MaxValue;

        /// <summary>Whether the lease is in force, and its address this host's.</summary>
        private bool _holds;
        private int _linkChanges;

        /// <summary>Makes a client that is not started yet.</summary>
        /// <param name="udp">UDP of the stack. Port 68 is the client's.</param>
        /// <param name="ip">IPv4 of the same stack. The client sets and clears its address.</param>
        /// <param name="settings">Gets the servers and the domain of the lease. They are cleared with it.</param>
        /// <param name="options">Names, sizes and times.</param>
        /// <exception cref="ArgumentNullException">One of them is missing.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A size or time is out of its bounds.</exception>
        /// <exception cref="ArgumentException">The host name or the client identifier is not as <see cref="DhcpOptions"/> says.</exception>
        public DhcpClient(UdpTransport udp, IPv4 ip, NetworkSettings settings, DhcpOptions options)
        {
            ArgumentNullException.ThrowIfNull(udp, nameof(udp));
            ArgumentNullException.ThrowIfNull(ip, nameof(ip));
            ArgumentNullException.ThrowIfNull(settings, nameof(settings));
            ArgumentNullException.ThrowIfNull(options, nameof(options));
            if (options.MaxMessage < LeastMaxMessage || options.MaxMessage > MostMaxMessage || options.RetryInterval < 1)
            {
                throw new ArgumentOutOfRangeException(nameof(options));
            }

            _stack = ip.Stack;
            _ip = ip;
            _settings = settings;
            _retryInterval = options.RetryInterval;
            byte[] mac = _stack.Link.MacAddress;
            _message = new byte[options.MaxMessage - HeadersLength];
            _writer = new DhcpWriter(_message, mac, IdentifierOf(options, mac), NameOf(options.HostName), options.MaxMessage);
            _reader = new DhcpReader(_message, mac);
            _memory = new LeaseMemory(options.Store);
            _socket = new UdpSocket(udp, new UdpSocketOptions { QueueBytes = 2 * _message.Length });
        }

        /// <summary>What the client is doing.</summary>
        public DhcpState State
        {
            get { return _state; }
        }

        /// <summary>The lease in force; null: there is none. It is the same object each time, with the values of the last lease.</summary>
        public DhcpLease? Lease
        {
            get { return _holds ? _lease : null; }
        }

        /// <summary>
        /// Tries without success since the start, the last lease, or since the link came up: unanswered messages, refusals, and addresses that others have.
        /// From 1 on it is time for a link-local address (RFC 3927), if <see cref="Lease"/> is null. The client goes on, and a lease replaces that address.
        /// </summary>
        public int FailedTries { get; private set; }

        /// <summary>The value of a counter since construction. A counter wraps to negative after 2^31 events.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such counter.</exception>
        public int GetCount(DhcpCounter counter)
        {
            if ((uint)counter >= (uint)DhcpCounter.Count)
            {
                throw new ArgumentOutOfRangeException(nameof(counter));
            }

            return _counts[(int)counter];
        }

        /// <summary>
        /// Begins with the next poll, after a random time of up to a second, so that boards that get power together do not all ask together. An address
        /// that the store has is asked for first.
        /// </summary>
        /// <returns>Success. InvalidArgument: it is started already. AddressAlreadyInUse: another socket has port 68.</returns>
        public SocketError Start()
        {
            if (_state != DhcpState.Stopped)
            {
                return SocketError.InvalidArgument;
            }

            SocketError error = _socket.Bind(DhcpMessage.ClientPort);
            if (error == SocketError.Success)
            {
                _memory.Load();
                _linkChanges = _stack.LinkChanges - 1;
                _state = DhcpState.Init;
            }

            return error;
        }

        /// <summary>Stops at once, and takes the address away. The server is told nothing, so another start can have the same lease confirmed.</summary>
        public void Stop()
        {
            Drop();
            Leave();
            _socket.Close();
            _timer = long.MaxValue;
            _state = DhcpState.Stopped;
        }

        /// <summary>
        /// Gives the lease back and stops. The message leaves with the next <see cref="TimedService.Poll"/>, and a second later the address is gone. A
        /// network interface polls its client again once the clock has moved on. Without a lease the client stops at once.
        /// </summary>
        public void Release()
        {
            if (_state == DhcpState.Releasing)
            {
                return;
            }

            _memory.Erase();
            if (!_holds || !_stack.IsLinkUp)
            {
                Stop();
                return;
            }

            Leave();
            _attempt = 0;
            _state = DhcpState.Releasing;
            _timer = long.MinValue;
        }

        /// <inheritdoc/>
        protected override long Serve(long now)
        {
            if (_state == DhcpState.Stopped)
            {
                return long.MaxValue;
            }

            if (_stack.LinkChanges != _linkChanges)
            {
                FollowLink(now);
            }

            while (_socket.Waiting > 0)
            {
                Receive(now);
            }

            if (_holds && _ip.IsAddressLost && _state != DhcpState.Releasing)
            {
                Decline(now);
            }

            if (_state == DhcpState.Checking)
            {
                Check(now);
            }

            if (_holds && now >= _lease.ExpiresAt)
            {
                Expire(now);
            }

            if (now >= _timer)
            {
                Work(now);
            }

            return _holds && _lease.ExpiresAt < _timer ? _lease.ExpiresAt : _timer;
        }

        /// <summary>The identifier that the options have, or the usual one.</summary>
        private static byte[] IdentifierOf(DhcpOptions options, byte[] mac)
        {
            byte[] identifier = options.ClientIdentifier ?? ClientIdentifier.FromMac(mac);
            if (identifier.Length < 2 || identifier.Length > LongestIdentifier)
            {
                throw new ArgumentException("A client identifier has 2 to 64 bytes.", nameof(options));
            }

            return identifier;
        }

        private static byte[]? NameOf(string? name)
        {
            if (name == null)
            {
                return null;
            }

            if (!HostNames.IsLegal(name))
            {
                throw new ArgumentException("A host name has 1 to 63 letters, digits and inner hyphens: '" + name + "' is none.", "options");
            }

            char[] characters = name.ToCharArray();
            byte[] bytes = new byte[characters.Length];
            for (int i = 0; i < bytes.Length; i++)
            {
                bytes[i] = (byte)characters[i];
            }

            return bytes;
        }

        private void Count(DhcpCounter counter)
        {
            _counts[(int)counter]++;
        }
    }
}
