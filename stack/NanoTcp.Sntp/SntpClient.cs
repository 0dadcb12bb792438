// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Udp;

namespace NanoTcp.Sntp
{
    /// <summary>
    /// A client of time servers (SNTP, RFC 4330): it asks one server after another until one answers, and asks again from time to time. It knows UTC
    /// from then on, as the sum of the clock that polls the stack and a difference. Everything is allocated by the constructor.
    /// </summary>
    /// <remarks>
    /// Servers are known by their addresses: those that the application adds, then those in <see cref="NetworkSettings"/>. It begins by itself when there
    /// is a server and a network, and <see cref="State"/> tells what is missing.
    /// </remarks>
    public sealed partial class SntpClient : TimedService
    {
        private const int Port = 123;
        private const int MessageLength = 48;

        /// <summary>The largest random time that is added to an interval, in milliseconds.</summary>
        private const int LongestJitter = 3_600_000;

        /// <summary>The time to wait for room in the link, in milliseconds.</summary>
        private const int BusyInterval = 10;

        private readonly NetworkStack _stack;
        private readonly IPv4 _ip;
        private readonly NetworkSettings _settings;
        private readonly int _pollInterval;
        private readonly int _retryInterval;
        private readonly int _firstDelay;
        private readonly int _timeout;
        private readonly long _notBefore;
        private readonly UdpSocket _socket;
        private readonly HostEndPoint _server = new HostEndPoint();
        private readonly ServerList _servers;
        private readonly byte[] _message = new byte[MessageLength];
        private readonly byte[] _cookie = new byte[8];
        private readonly int[] _counts = new int[(int)SntpCounter.Count];

        private SntpState _state;

        /// <summary>The server that is asked next, or now.</summary>
        private int _index;

        /// <summary>Requests without a good answer since the last good one.</summary>
        private int _failures;

        /// <summary>When the state has something to do.</summary>
        private long _timer = long.MaxValue;

        /// <summary>No request is sent before.</summary>
        private long _earliest = long.MinValue;
        private long _sentAt;

        // What was looked at last.
        private HostAddress? _address;
        private int _settingsChanges = -1;
        private int _linkChanges;

        /// <summary>Makes a client. It begins with its first poll.</summary>
        /// <param name="udp">UDP of the stack.</param>
        /// <param name="ip">IPv4 of the same stack.</param>
        /// <param name="settings">May know servers, now or later.</param>
        /// <param name="options">Times.</param>
        /// <exception cref="ArgumentNullException">One of them is missing.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A time is out of its bounds.</exception>
        public SntpClient(UdpTransport udp, IPv4 ip, NetworkSettings settings, SntpOptions options)
        {
            ArgumentNullException.ThrowIfNull(udp, nameof(udp));
            ArgumentNullException.ThrowIfNull(ip, nameof(ip));
            ArgumentNullException.ThrowIfNull(settings, nameof(settings));
            ArgumentNullException.ThrowIfNull(options, nameof(options));
            if (options.PollInterval < LeastInterval || options.RetryInterval < LeastInterval || options.FirstDelay < 0 || options.FirstDelay == int.MaxValue
                || options.Timeout < 1 || options.Timeout > LeastInterval || options.NotBefore < 0 || options.NotBefore > LatestNotBefore)
            {
                throw new ArgumentOutOfRangeException(nameof(options));
            }

            _stack = ip.Stack;
            _ip = ip;
            _settings = settings;
            _pollInterval = _stack.AtLeast(options.PollInterval);
            _retryInterval = _stack.AtLeast(options.RetryInterval);
            _firstDelay = options.FirstDelay;
            _timeout = options.Timeout;
            _notBefore = options.NotBefore;
            _servers = new ServerList(settings);
            _socket = new UdpSocket(udp, new UdpSocketOptions { QueueLength = 2, QueueBytes = 2 * LongestAnswer });
        }

        /// <summary>What the client is doing.</summary>
        public SntpState State
        {
            get { return _state; }
        }

        /// <summary>The value of a counter since construction. A counter wraps to negative after 2^31 events.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such counter.</exception>
        public int GetCount(SntpCounter counter)
        {
            if ((uint)counter >= (uint)_counts.Length)
            {
                throw new ArgumentOutOfRangeException(nameof(counter));
            }

            return _counts[(int)counter];
        }

        /// <summary>
        /// Adds a server behind those that were added before, and in front of the network's. Who knows a name looks its address up first, and again from
        /// time to time. A server that has told this client to ask no more (kiss codes DENY and RSTR) is asked again when it is added.
        /// </summary>
        /// <returns>False: three have been added already, or the server is one of them.</returns>
        /// <exception cref="ArgumentNullException">There is no address.</exception>
        public bool AddServer(HostAddress address)
        {
            ArgumentNullException.ThrowIfNull(address, nameof(address));
            bool isNew = _servers.Add(address);
            if (isNew)
            {
                LookAtSettings();
            }

            return isNew;
        }

        /// <summary>Forgets the servers that were added. Those of the network stay.</summary>
        public void ClearServers()
        {
            _servers.Clear();
            LookAtSettings();
        }

        /// <inheritdoc/>
        protected override long Serve(long now)
        {
            if (_settingsChanges != _settings.Changes || _linkChanges != _stack.LinkChanges || _address != _ip.Address)
            {
                LookAtNetwork(now);
            }

            if (_state == SntpState.Asking)
            {
                TakeAnswers(now);
                if (_state == SntpState.Asking && now >= _timer)
                {
                    Count(SntpCounter.Timeouts);
                    Fail(now);
                }
            }

            if (_state == SntpState.Waiting && now >= _timer)
            {
                Ask(now);
            }

            return _state >= SntpState.Waiting ? _timer : long.MaxValue;
        }

        /// <summary>The next poll finds the settings changed.</summary>
        private void LookAtSettings()
        {
            _settingsChanges = _settings.Changes - 1;
        }

        /// <summary>Servers, link or address have changed.</summary>
        private void LookAtNetwork(long now)
        {
            bool isWaiting = _state == SntpState.Waiting;
            if (_settingsChanges != _settings.Changes)
            {
                // New servers are asked soon, if the old ones did not answer.
                _index = 0;
                if (_failures > 0)
                {
                    _failures = 0;
                    _earliest = _sentAt + _retryInterval;
                    isWaiting = false;
                }
            }

            _settingsChanges = _settings.Changes;
            _linkChanges = _stack.LinkChanges;
            _address = _ip.Address;
            if (_state == SntpState.Asking)
            {
                // The answer will not come, or to nobody.
                _socket.Close();
                _earliest = _sentAt + _retryInterval;
            }

            _state = _servers.Count == 0 ? SntpState.NoServer
                : !_stack.IsLinkUp || _address.Equals(HostAddress.Any) ? SntpState.NoNetwork : SntpState.Waiting;
            if (!isWaiting)
            {
                long soon = now + _stack.NextRandom(_firstDelay + 1);
                _timer = soon < _earliest ? _earliest : soon;
            }
        }

        /// <summary>Asks the next server that may be asked and can be reached.</summary>
        private void Ask(long now)
        {
            SntpState reason = SntpState.NoServer;
            long first = ServerList.Never;
            int count = _servers.Count;
            for (int i = 0; i < count; i++)
            {
                if (_index >= count)
                {
                    _index = 0;
                }

                HostAddress server = _servers[_index];
                long until = _servers.Until(server);
                if (until <= now)
                {
                    _socket.Close();
                    _server.Set(server, Port);
                    if (_socket.Connect(_server) == SocketError.Success)
                    {
                        Send(now);
                        return;
                    }

                    reason = SntpState.NoNetwork;
                }
                else if (until < first)
                {
                    first = until;
                }

                _index++;
            }

            if (first == ServerList.Never)
            {
                _state = reason;
            }
            else
            {
                _timer = first;
            }
        }

        private void Send(long now)
        {
            Array.Clear(_message, 0, MessageLength);
            _message[0] = (Version << 3) | ClientMode;

            // A number that nobody can guess instead of the time: only who has seen the request can answer, and the time of this host is nobody's business.
            for (int i = 0; i < _cookie.Length; i++)
            {
                _cookie[i] = (byte)_stack.NextRandom(256);
            }

            Array.Copy(_cookie, 0, _message, TransmitTimestamp, _cookie.Length);
            if (_socket.Send(_message, 0, MessageLength) != SocketError.Success)
            {
                // The link has no room.
                _timer = now + BusyInterval;
                return;
            }

            Count(SntpCounter.Requests);
            _sentAt = now;
            _timer = now + _timeout;
            _state = SntpState.Asking;
        }

        /// <summary>The server has not told the time. The next one is asked, later and later.</summary>
        private void Fail(long now)
        {
            _socket.Close();
            int servers = _servers.Count;
            int rounds = _failures / servers;
            _failures++;
            _index++;
            long wait = (long)_retryInterval << (rounds < MostDoublings ? rounds : MostDoublings);
            WaitUntil(_sentAt + (wait < _pollInterval ? wait : _pollInterval), now);
        }

        private void WaitUntil(long earliest, long now)
        {
            // Behind the answer: it may have taken as long as the interval.
            _earliest = earliest < now ? now : earliest;
            long part = (_earliest - now) >> 3;
            _timer = _earliest + _stack.NextRandom((int)(part < LongestJitter ? part : LongestJitter) + 1);
            _state = SntpState.Waiting;
        }

        private void Count(SntpCounter counter)
        {
            _counts[(int)counter]++;
        }
    }
}
