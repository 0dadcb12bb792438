// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Dns;
using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Udp;

namespace NanoTcp.Mdns
{
    /// <summary>
    /// Answers for this host's name and its services on the local link, without a server (mDNS, RFC 6762, and DNS-SD, RFC 6763). It takes another name
    /// when somebody else has the one that is wanted. All memory is taken by the constructor and by <see cref="Add"/>.
    /// </summary>
    /// <example>
    /// <code>
    /// MdnsResponder responder = new MdnsResponder(udp, ip, new MdnsOptions { Name = "kitchen" });
    /// responder.Add(new MdnsService { Type = "_http._tcp", Instance = "Kitchen", Port = 80 });
    /// responder.Start();
    /// </code>
    /// </example>
    public sealed partial class MdnsResponder : TimedService
    {
        /// <summary>The port of mDNS.</summary>
        public const int Port = 5353;

        /// <summary>What a frame of Ethernet has room for.</summary>
        private const int MaxMessage = 1472;

        /// <summary>RFC 6762 §11: everybody sends with this.</summary>
        private const int TimeToLive = 255;

        private const long Never = long.MaxValue;

        private readonly IPv4 _ip;
        private readonly NetworkStack _stack;
        private readonly UdpSocket _socket;
        private readonly RecordSet _records;
        private readonly DnsReader _reader = new DnsReader();
        private readonly DnsWriter _writer;
        private readonly byte[] _message = new byte[MaxMessage];
        private readonly HostEndPoint _group = new HostEndPoint(HostAddress.From(224, 0, 0, 251), Port);
        private readonly HostEndPoint _from = new HostEndPoint();
        private readonly int[] _counts = new int[(int)MdnsCounter.Count];

        private bool _isStarted;

        /// <summary>Whether there is a link and an address.</summary>
        private bool _hasNetwork;
        private HostAddress _address = HostAddress.Any;
        private int _linkChanges;

        /// <summary>Nothing has to be done before, if nothing arrives.</summary>
        private long _due;

        /// <summary>Makes a responder that is not started yet.</summary>
        /// <exception cref="ArgumentNullException">One of them is missing.</exception>
        /// <exception cref="ArgumentOutOfRangeException">A size among the options is outside of its bounds.</exception>
        public MdnsResponder(UdpTransport udp, IPv4 ip, MdnsOptions options)
        {
            ArgumentNullException.ThrowIfNull(udp, nameof(udp));
            ArgumentNullException.ThrowIfNull(ip, nameof(ip));
            ArgumentNullException.ThrowIfNull(options, nameof(options));
            if (options.MaxServices < 0 || options.MaxServices > RecordSet.MaxServices || options.PendingQueries < 0 || options.QueueLength < 1
                || options.QueueBytes < 1)
            {
                throw new ArgumentOutOfRangeException(nameof(options));
            }

            _ip = ip;
            _stack = ip.Stack;
            _socket = new UdpSocket(udp, new UdpSocketOptions { QueueLength = options.QueueLength, QueueBytes = options.QueueBytes });
            _socket.TimeToLive = TimeToLive;
            _writer = new DnsWriter(_message, CompressionEntries);
            _records = new RecordSet(options.MaxServices);
            _records.Host.Want(HostName.Legal(options.Name, _stack.Link.MacAddress));
            int records = _records.MostRecords;
            _sendAt = new long[records];
            _sentAt = new long[records];
            ForgetSent();
            _pending = new PendingQuery[options.PendingQueries];
            for (int i = 0; i < _pending.Length; i++)
            {
                _pending[i] = new PendingQuery();
            }
        }

        /// <summary>This host's name, without ".local". It can change as long as others have the same.</summary>
        public string Name
        {
            get { return _records.Host.Text; }
        }

        /// <summary>What the responder is doing about its name.</summary>
        public MdnsState State
        {
            get
            {
                if (!_isStarted)
                {
                    return MdnsState.Stopped;
                }

                return !_hasNetwork ? MdnsState.WaitingForNetwork : _records.Host.IsEstablished ? MdnsState.Established : MdnsState.Probing;
            }
        }

        /// <summary>The value of a counter since construction.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such counter.</exception>
        public int GetCount(MdnsCounter counter)
        {
            if ((uint)counter >= (uint)MdnsCounter.Count)
            {
                throw new ArgumentOutOfRangeException(nameof(counter));
            }

            return _counts[(int)counter];
        }

        /// <summary>The name of a service instance. It can change as long as others have the same.</summary>
        /// <exception cref="ArgumentException">The service was not added.</exception>
        public string InstanceOf(MdnsService service)
        {
            return Own(service).Text;
        }

        /// <summary>Adds a service. It can be found about a second later, once it is known that nobody else has its name.</summary>
        /// <returns>False: there are as many as configured.</returns>
        /// <exception cref="ArgumentNullException">There is no service.</exception>
        /// <exception cref="ArgumentException">One of its texts is not as it should be, or its port.</exception>
        public bool Add(MdnsService service)
        {
            ArgumentNullException.ThrowIfNull(service, nameof(service));
            if (_records.Count == _records.Names.Length)
            {
                return false;
            }

            OwnService own = new OwnService(service, Name);
            _records.Add(own);
            if (_hasNetwork)
            {
                Probe(own, Now + _stack.NextRandom(FirstProbeSpread));
            }

            return true;
        }

        /// <summary>Takes over a new <see cref="MdnsService.Port"/> or <see cref="MdnsService.Txt"/> of a service, and tells everybody.</summary>
        /// <exception cref="ArgumentNullException">There is no service.</exception>
        /// <exception cref="ArgumentException">It was not added, or what is new is not as it should be. Everything stays as it was.</exception>
        public void Update(MdnsService service)
        {
            OwnService own = Own(service);
            own.Read();
            AnnounceAnew(own);
        }

        /// <summary>Gives the host another name. The old one is taken back, if it was this host's already.</summary>
        /// <param name="name">As <see cref="MdnsOptions.Name"/>.</param>
        public void Rename(string? name)
        {
            SayGoodbye(RecordSet.OfHost & _records.Established);
            _records.Host.Want(HostName.Legal(name, _stack.Link.MacAddress));
            HostRenamed();
            if (_hasNetwork)
            {
                Probe(_records.Host, Now);
            }
        }

        /// <summary>Begins. The name is this host's about a second after there is a link and an address.</summary>
        /// <returns>
        /// Success. InvalidArgument: it is started already. AddressAlreadyInUse: another socket has port 5353. NoBufferSpaceAvailable: as many groups as
        /// configured are joined.
        /// </returns>
        public SocketError Start()
        {
            if (_isStarted)
            {
                return SocketError.InvalidArgument;
            }

            SocketError error = _socket.Bind(Port);
            if (error != SocketError.Success)
            {
                return error;
            }

            error = _ip.Join(_group.Address);
            if (error != SocketError.Success)
            {
                _socket.Close();
                return error;
            }

            _isStarted = true;
            _hasNetwork = false;
            _address = HostAddress.Any;
            _linkChanges = _stack.LinkChanges;
            _due = long.MinValue;
            return SocketError.Success;
        }

        /// <summary>Ends, and tells the others that the names are free. It can be started again.</summary>
        public void Stop()
        {
            if (_isStarted)
            {
                SayGoodbye(_records.Established);
                LoseNetwork();
                _socket.Close();
                _ip.Leave(_group.Address);
                _isStarted = false;
            }
        }

        /// <inheritdoc/>
        protected override long Serve(long now)
        {
            if (!_isStarted)
            {
                return Never;
            }

            if (now >= _due || _socket.Waiting > 0 || _linkChanges != _stack.LinkChanges || _address != _ip.Address)
            {
                Work(now);
            }

            return _due;
        }

        private void Work(long now)
        {
            LookAtNetwork(now);

            // One answer leaves for each message at most. The others wait in the socket.
            while (_socket.Waiting > 0 && (!_hasNetwork || _stack.Link.CanTransmit()))
            {
                Receive(now);
            }

            _due = _socket.Waiting > 0 || _address != _ip.Address ? now + 1 : Never;
            if (_hasNetwork)
            {
                WakeBy(PollNames(now));
                PollPending(now);
                WakeBy(PollAnswers(now));
            }
        }

        /// <summary>Begins anew, or tells the new address, when the link or the address has changed (RFC 6762 §8.3, §8.4).</summary>
        private void LookAtNetwork(long now)
        {
            HostAddress address = _ip.Address;
            bool hasLinkChanged = _linkChanges != _stack.LinkChanges;
            bool isTaken = true;
            _linkChanges = _stack.LinkChanges;
            if (!_stack.IsLinkUp || address.IsAny)
            {
                LoseNetwork();
            }
            else if (!_hasNetwork || hasLinkChanged)
            {
                _records.SetAddress(address);
                Begin(now);
            }
            else if (!_records.IsAddress(address))
            {
                // ARP has just announced the address, and the link may have no room for the goodbye to the old one yet.
                isTaken = _stack.Link.CanTransmit();
                if (isTaken)
                {
                    ChangeAddress(address, now);
                }
            }

            _address = isTaken ? address : _address;
        }

        private OwnService Own(MdnsService service)
        {
            ArgumentNullException.ThrowIfNull(service, nameof(service));
            OwnService? own = _records.Find(service);
            if (own == null)
            {
                throw new ArgumentException("The service was not added.");
            }

            return own;
        }

        private void WakeBy(long at)
        {
            _due = at < _due ? at : _due;
        }

        private void Count(MdnsCounter counter)
        {
            _counts[(int)counter]++;
        }
    }
}
