// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Dns;
using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Tcp;
using NanoTcp.Udp;
using NanoTcp.Wire;

namespace NanoTcp.Resolver
{
    /// <summary>
    /// Finds the addresses of names: a stub resolver (RFC 1034 §5.3.1, RFC 1035 §7) that asks the servers of a <see cref="NetworkSettings"/>, and hosts
    /// on the link for names that end with <c>.local</c> (RFC 6762 §5.1). It is polled. Everything is allocated by the constructor, except the
    /// addresses that an application asks a <see cref="ResolverQuery"/> for.
    /// </summary>
    /// <example>
    /// <code>
    /// SocketError error = resolver.Begin("time.example.org", query);
    /// …
    /// // After each poll of the resolver:
    /// if (query.State == ResolverState.Success)
    /// {
    ///     HostAddress address = query.GetAddress(0);
    /// }
    /// </code>
    /// </example>
    public sealed class DnsResolver : TimedService
    {
        /// <summary>The port of DNS.</summary>
        public const int Port = 53;

        /// <summary>The port of mDNS (RFC 6762 §3).</summary>
        internal const int LocalPort = 5353;

        /// <summary>How long a lookup that failed is not repeated, in seconds (RFC 9520 §3.2).</summary>
        internal const int FailureTimeToLive = 5;

        /// <summary>A server behind the first one is asked first for so long, because those in front did not answer, in milliseconds.</summary>
        private const int PreferenceTime = 300_000;

        // The last labels that mean something by themselves (RFC 6762 §3, RFC 6761 §6.3 and §6.4).
        private static readonly byte[] s_local = { 5, (byte)'l', (byte)'o', (byte)'c', (byte)'a', (byte)'l', 0 };
        private static readonly byte[] s_localhost = { 9, (byte)'l', (byte)'o', (byte)'c', (byte)'a', (byte)'l', (byte)'h', (byte)'o', (byte)'s', (byte)'t', 0 };
        private static readonly byte[] s_invalid = { 7, (byte)'i', (byte)'n', (byte)'v', (byte)'a', (byte)'l', (byte)'i', (byte)'d', 0 };

        internal readonly NetworkStack Stack;
        internal readonly IPv4 Ip;
        internal readonly TcpTransport? Tcp;
        internal readonly NetworkSettings Settings;
        internal readonly ResolverOptions Options;
        internal readonly ResolverCache Cache;
        internal readonly Answer Answer = new Answer();

        /// <summary>The message that is being written or read. Nothing stays here from one poll to the next.</summary>
        internal readonly byte[] Message;
        internal readonly DnsWriter Writer;

        /// <summary>A name in wire form, for one call.</summary>
        internal readonly byte[] Name = new byte[DnsName.MaxLength];
        internal readonly HostEndPoint EndPoint = new HostEndPoint();
        internal readonly HostEndPoint LocalGroup = new HostEndPoint(HostAddress.From(224, 0, 0, 251), LocalPort);

        /// <summary>How connections to servers behave.</summary>
        internal readonly TcpConnectionOptions ConnectionOptions = new TcpConnectionOptions();

        private readonly Lookup[] _lookups;
        private readonly byte[] _domain = new byte[DnsName.MaxLength];
        private readonly int[] _counts = new int[(int)ResolverCounter.Count];
        private int _active;
        private int _preferred;
        private long _preferredUntil = long.MinValue;

        // What the answers are good for: this network, in this time.
        private HostAddress _address = HostAddress.Any;
        private int _settingsChanges;
        private int _linkChanges;

        /// <summary>Makes a resolver.</summary>
        /// <param name="ip">The network layer.</param>
        /// <param name="udp">UDP of the same stack.</param>
        /// <param name="tcp">TCP of the same stack; null: what does not fit into a datagram stays unknown.</param>
        /// <param name="settings">The servers and the domain.</param>
        /// <param name="options">Sizes and times.</param>
        /// <exception cref="ArgumentNullException">One of them is missing, other than TCP.</exception>
        /// <exception cref="ArgumentOutOfRangeException">
        /// The number of lookups or a time is below 1, the number of entries below 0, or the longest message below 512 bytes.
        /// </exception>
        public DnsResolver(IPv4 ip, UdpTransport udp, TcpTransport? tcp, NetworkSettings settings, ResolverOptions options)
        {
            ArgumentNullException.ThrowIfNull(ip, nameof(ip));
            ArgumentNullException.ThrowIfNull(udp, nameof(udp));
            ArgumentNullException.ThrowIfNull(settings, nameof(settings));
            ArgumentNullException.ThrowIfNull(options, nameof(options));
            if (options.MaxLookups < 1 || options.CacheEntries < 0 || options.MaxMessage < 512 || options.Timeout < 1 || options.LocalTimeout < 1
                || options.Deadline < 1)
            {
                throw new ArgumentOutOfRangeException(nameof(options));
            }

            Ip = ip;
            Stack = ip.Stack;
            Tcp = tcp;
            Settings = settings;
            Options = options;
            Cache = new ResolverCache(options.CacheEntries);
            Message = new byte[options.MaxMessage];
            Writer = new DnsWriter(Message, 0);
            ConnectionOptions.NoDelay = true;
            UdpSocketOptions socketOptions = new UdpSocketOptions { QueueBytes = options.MaxMessage };
            _lookups = new Lookup[options.MaxLookups];
            for (int i = 0; i < _lookups.Length; i++)
            {
                _lookups[i] = new Lookup(this, new UdpSocket(udp, socketOptions));
            }
        }

        /// <summary>The value of a counter since construction. A counter wraps to negative after 2^31 events.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such counter.</exception>
        public int GetCount(ResolverCounter counter)
        {
            if ((uint)counter >= (uint)_counts.Length)
            {
                Throw.ArgumentOutOfRange();
            }

            return _counts[(int)counter];
        }

        /// <summary>
        /// Begins to look up the IPv4 addresses of a name. The next <see cref="TimedService.Poll"/> asks, and must follow. An address in numbers is its own answer. A name
        /// without a dot is looked up in the domain of the settings, and without a domain it is not found. Two queries for one name share one lookup.
        /// </summary>
        /// <param name="name">A name in UTF-8, with or without a dot at its end, or an address. It is not needed any more when the call returns.</param>
        /// <param name="query">Where the answer will be. It must not be pending.</param>
        /// <returns>
        /// Success: it has begun, or is answered already. InvalidArgument: the text is neither a name nor an address, or the query is pending.
        /// NetworkDown: this host has no address. NetworkUnreachable: no server is known. NoBufferSpaceAvailable: as many lookups as configured are
        /// under way.
        /// </returns>
        /// <exception cref="ArgumentNullException">One of them is missing.</exception>
        public SocketError Begin(string name, ResolverQuery query)
        {
            if (name == null || query == null)
            {
                Throw.ArgumentNull();
            }

            if (query!.State == ResolverState.Pending)
            {
                return SocketError.InvalidArgument;
            }

            query.Begin(ResolverState.Idle);
            if (HostAddress.TryParse(name, out HostAddress? address))
            {
                address!.CopyTo(Name, 0);
                query.End(ResolverState.Success, Name, 0, 1);
                return SocketError.Success;
            }

            int length = DnsText.ToName(name!, Name, 0);
            if (length <= 1 || IsNumber(Name, LastLabel(Name)))
            {
                return SocketError.InvalidArgument;
            }

            bool hasDomain = DnsText.ToName(Settings.Domain, _domain, 0) > 1;
            bool isLocal = EndsWith(Name, s_local) && !(hasDomain && EndsWith(_domain, s_local));
            if (LastLabel(Name) == 0)
            {
                // It is never asked for as it is: that would be a question for a top-level domain.
                if (!hasDomain || EndsWith(Name, s_localhost) || DnsText.ToName(Settings.Domain, Name, length - 1) == 0)
                {
                    query.Begin(ResolverState.NotFound);
                    return SocketError.Success;
                }

                isLocal = false;
            }

            if (EndsWith(Name, s_localhost) || EndsWith(Name, s_invalid))
            {
                query.Begin(ResolverState.NotFound);
                return SocketError.Success;
            }

            return Begin(query, isLocal);
        }

        /// <summary>Gives up a query. It is idle then, and no answer comes any more. Nothing happens to one that is not pending.</summary>
        /// <exception cref="ArgumentNullException">There is none.</exception>
        public void Cancel(ResolverQuery query)
        {
            if (query == null)
            {
                Throw.ArgumentNull();
            }

            if (query!.Lookup != null)
            {
                query.Lookup.Leave(query);
                query.Begin(ResolverState.Idle);
            }
        }

        /// <inheritdoc/>
        protected override long Serve(long now)
        {
            if (_active == 0)
            {
                return long.MaxValue;
            }

            if (Ip.Address != _address || Settings.Changes != _settingsChanges || Stack.LinkChanges != _linkChanges)
            {
                StartAnew();
            }

            long due = long.MaxValue;
            for (int i = 0; i < _lookups.Length; i++)
            {
                Lookup lookup = _lookups[i];
                if (lookup.IsActive)
                {
                    lookup.Poll(now);
                    due = lookup.IsActive && lookup.Due < due ? lookup.Due : due;
                }
            }

            return due;
        }

        /// <summary>The server that is asked first.</summary>
        internal int PreferredServer(long now)
        {
            return now < _preferredUntil && _preferred < Settings.DnsServers ? _preferred : 0;
        }

        /// <summary>A server has answered.</summary>
        internal void Prefer(int server, long now)
        {
            if (server != PreferredServer(now))
            {
                _preferred = server;
                _preferredUntil = now + PreferenceTime;
            }
        }

        internal void Count(ResolverCounter counter)
        {
            _counts[(int)counter]++;
        }

        /// <summary>A lookup is over.</summary>
        internal void Free()
        {
            _active--;
        }

        /// <summary>Another network, or another time, has other answers.</summary>
        private void StartAnew()
        {
            _address = Ip.Address;
            _settingsChanges = Settings.Changes;
            _linkChanges = Stack.LinkChanges;
            _preferredUntil = long.MinValue;
            Cache.Clear();
            for (int i = 0; i < _lookups.Length; i++)
            {
                if (_lookups[i].IsActive)
                {
                    _lookups[i].StartAnew();
                }
            }
        }

        /// <summary>Begins a query for the name in <see cref="Name"/>, or lets it wait for a lookup of that name.</summary>
        private SocketError Begin(ResolverQuery query, bool isLocal)
        {
            if (Ip.Address.Equals(HostAddress.Any))
            {
                query.Begin(ResolverState.NoServer);
                return SocketError.NetworkDown;
            }

            if (!isLocal && Settings.DnsServers == 0)
            {
                query.Begin(ResolverState.NoServer);
                return SocketError.NetworkUnreachable;
            }

            Lookup? free = null;
            for (int i = 0; i < _lookups.Length; i++)
            {
                Lookup lookup = _lookups[i];
                if (!lookup.IsActive)
                {
                    free = lookup;
                }
                else if (lookup.IsFor(Name))
                {
                    lookup.Join(query);
                    return SocketError.Success;
                }
            }

            if (free == null)
            {
                Count(ResolverCounter.LookupsExhausted);
                return SocketError.NoBufferSpaceAvailable;
            }

            _active++;
            free.Start(Name, isLocal);
            free.Join(query);
            return SocketError.Success;
        }

        private static bool EndsWith(byte[] name, byte[] lastLabel)
        {
            return DnsName.AreEqual(name, name.Length, LastLabel(name), lastLabel, lastLabel.Length, 0);
        }

        /// <summary>Where the last label of a name in wire form begins.</summary>
        private static int LastLabel(byte[] name)
        {
            int label = 0;
            while (name[label + name[label] + 1] != 0)
            {
                label += name[label] + 1;
            }

            return label;
        }

        /// <summary>Whether a label is all digits. No top-level domain is (RFC 3696 §2), so the text was meant as an address.</summary>
        private static bool IsNumber(byte[] name, int label)
        {
            for (int i = name[label]; i > 0; i--)
            {
                if ((uint)(name[label + i] - '0') > 9)
                {
                    return false;
                }
            }

            return true;
        }
    }
}
