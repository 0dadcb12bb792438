// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Dhcp;
using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Link;
using NanoTcp.Tcp;
using NanoTcp.Udp;

namespace NanoTcp.Network
{
    /// <summary>
    /// A host on a link, ready for use: the stack with IPv4, TCP and UDP, and an address. Unless the application sets one, it is leased by DHCP. Without a
    /// server the host chooses a link-local address, and goes on asking for a lease. Services are added to it, and one method polls them all.
    /// </summary>
    /// <remarks>
    /// It belongs to one thread. Everything is allocated by the constructor, except for addresses and names when they change.
    /// </remarks>
    public sealed partial class NetworkInterface
    {
        private readonly NetworkStack _stack;
        private readonly IPv4 _ip;
        private readonly UdpTransport _udp;
        private readonly TcpTransport? _tcp;
        private readonly NetworkSettings _settings = new NetworkSettings();
        private readonly DhcpClient _dhcp;
        private readonly AutoIp _autoIp;
        private readonly string _hostName;
        private readonly NetworkService[] _services;
        private int _serviceCount;

        // The last look at the address: when it was, how many frames had come, and when the next one is due.
        private long _lookedAt;
        private int _lookedFrames;
        private long _lookDue = long.MinValue;

        // What the application was told last.
        private int _toldLinkChanges;
        private int _toldSettings;
        private HostAddress _toldAddress = HostAddress.Any;
        private int _toldState;

        /// <summary>Makes an interface with the default sizes.</summary>
        /// <param name="link">The controller, which no other stack may use.</param>
        /// <param name="entropy">The source of secrets. Only the constructor calls it.</param>
        /// <exception cref="ArgumentNullException">One of them is missing.</exception>
        public NetworkInterface(EthernetLink link, EntropySource entropy)
            : this(link, entropy, new NetworkInterfaceOptions())
        {
        }

        /// <summary>Makes an interface. The first <see cref="Poll"/> begins to look for an address, unless <see cref="UseStatic"/> has set one.</summary>
        /// <param name="link">The controller, which no other stack may use.</param>
        /// <param name="entropy">The source of secrets. Only the constructor calls it.</param>
        /// <param name="options">Name and sizes.</param>
        /// <exception cref="ArgumentNullException">One of them is missing.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A size is out of its bounds.</exception>
        /// <exception cref="ArgumentException">The host name is not legal.</exception>
        public NetworkInterface(EthernetLink link, EntropySource entropy, NetworkInterfaceOptions options)
        {
            ArgumentNullException.ThrowIfNull(link, nameof(link));
            ArgumentNullException.ThrowIfNull(options, nameof(options));
            if (options.MaxServices < 0 || options.TriesBeforeLinkLocal < 1)
            {
                throw new ArgumentOutOfRangeException(nameof(options));
            }

            _hostName = options.HostName ?? HostNames.Of(link.MacAddress);
            if (!HostNames.IsLegal(_hostName))
            {
                throw new ArgumentException("A host name has 1 to 63 letters, digits and inner hyphens.");
            }

            _triesBeforeLinkLocal = options.TriesBeforeLinkLocal;
            _probesStatic = options.ProbesStaticAddress;
            _services = new NetworkService[options.MaxServices];
            _stack = new NetworkStack(link, entropy, options.Stack);
            _ip = new IPv4(_stack, options.IPv4);
            _udp = new UdpTransport(_stack);
            _tcp = options.Tcp == null ? null : new TcpTransport(_stack, options.Tcp);
            options.Dhcp.HostName = options.Dhcp.HostName ?? _hostName;
            _dhcp = new DhcpClient(_udp, _ip, _settings, options.Dhcp);
            _autoIp = new AutoIp(_ip);
        }

        /// <summary>The stack, for its counters.</summary>
        public NetworkStack Stack
        {
            get { return _stack; }
        }

        /// <summary>IPv4, for its counters and for groups. The interface sets its address.</summary>
        public IPv4 IPv4
        {
            get { return _ip; }
        }

        /// <summary>TCP, on which servers listen.</summary>
        /// <exception cref="InvalidOperationException">The options say that there is none.</exception>
        public TcpTransport Tcp
        {
            get { return _tcp ?? throw new InvalidOperationException(); }
        }

        /// <summary>UDP, on which clients and services open sockets.</summary>
        public UdpTransport Udp
        {
            get { return _udp; }
        }

        /// <summary>
        /// Servers of DNS and NTP, and the domain: those of the lease, or those that the application adds to a static address. What the application adds
        /// is told by the first poll after the clock has moved on.
        /// </summary>
        public NetworkSettings Settings
        {
            get { return _settings; }
        }

        /// <summary>
        /// The DHCP client, for its state and counters. The interface starts and stops it. When the application does so itself, poll again once the clock
        /// has moved on, whatever the last poll returned.
        /// </summary>
        public DhcpClient Dhcp
        {
            get { return _dhcp; }
        }

        /// <summary>The lease; null: there is none.</summary>
        public DhcpLease? Lease
        {
            get { return _dhcp.Lease; }
        }

        /// <summary>The host's name, without a domain.</summary>
        public string HostName
        {
            get { return _hostName; }
        }

        /// <summary>The host's address; <see cref="HostAddress.Any"/> while it has none. The same object until it changes.</summary>
        public HostAddress Address
        {
            get { return _ip.Address; }
        }

        /// <summary>Bits of the address that belong to the network.</summary>
        public int PrefixLength
        {
            get { return _ip.PrefixLength; }
        }

        /// <summary>The router to other networks; <see cref="HostAddress.Any"/>: none is known.</summary>
        public HostAddress Gateway
        {
            get { return _ip.Gateway; }
        }

        /// <summary>Whether there is a link.</summary>
        public bool IsLinkUp
        {
            get { return _stack.IsLinkUp; }
        }

        /// <summary>
        /// How often link, address, kind of address, servers or domain have changed since construction. Compare it with the number at your last look. It wraps to
        /// negative after 2^31 changes.
        /// </summary>
        public int Changes { get; private set; }

        /// <summary>Who is told of changes; null: nobody.</summary>
        public NetworkListener? Listener { get; set; }

        /// <summary>Adds a service, which is polled from now on. Services are polled in the order of adding.</summary>
        /// <exception cref="ArgumentNullException">There is none.</exception>
        /// <exception cref="InvalidOperationException">As many as the options say have been added.</exception>
        public void Add(NetworkService service)
        {
            ArgumentNullException.ThrowIfNull(service, nameof(service));
            if (_serviceCount == _services.Length)
            {
                throw new InvalidOperationException();
            }

            _services[_serviceCount++] = service;
        }

        /// <summary>
        /// Does everything that is due, without waiting: receives, looks after the address, polls the services, and sends. The application calls it in a
        /// loop.
        /// </summary>
        /// <param name="now">The time in milliseconds, by any clock, as for <see cref="NetworkStack.Poll"/>.</param>
        /// <returns>
        /// The latest time for the next call, on the same clock: sleep until then, or until a frame arrives. A time not after <paramref name="now"/> means at
        /// once.
        /// </returns>
        public long Poll(long now)
        {
            NetworkStack stack = _stack;
            long next = stack.Poll(now);
            int frames = stack.UnpredictedFrames;
            long due = _lookDue;
            if (now != _lookedAt || frames != _lookedFrames || now >= due || stack.LinkChanges != _toldLinkChanges)
            {
                // While clock and link stay as they are and only known connections bring segments, there is nothing new about the address.
                _lookedAt = now;
                _lookedFrames = frames;
                _lookDue = due = PollAddress(now);
                if (HasChanged())
                {
                    Tell(now);
                }
            }

            next = due < next ? due : next;
            NetworkService[] services = _services;
            for (int i = 0; i < _serviceCount; i++)
            {
                due = services[i].Poll(now);
                next = due < next ? due : next;
            }

            due = stack.Flush(now);
            return due < next ? due : next;
        }

        /// <summary>The kind of address and whether there is a conflict, in one number: the device takes 12 bytes for each field.</summary>
        private int State
        {
            get { return HasConflict ? ~(int)_kind : (int)_kind; }
        }

        private bool HasChanged()
        {
            return _stack.LinkChanges != _toldLinkChanges || _settings.Changes != _toldSettings || _ip.Address != _toldAddress || State != _toldState;
        }

        private void Tell(long now)
        {
            _toldLinkChanges = _stack.LinkChanges;
            _toldSettings = _settings.Changes;
            _toldAddress = _ip.Address;
            _toldState = State;
            Changes++;
            Listener?.NetworkChanged(this, now);
        }
    }
}
