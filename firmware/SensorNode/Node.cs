// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Boards;
using NanoTcp.Host;
using NanoTcp.Mdns;
using NanoTcp.Network;
using NanoTcp.Platform;

namespace NanoTcp.SensorNode
{
    /// <summary>A board that serves its sensors and never ends.</summary>
    public sealed class Node : BoardLoop
    {
        private readonly EntropySource _entropy;
        private readonly SensorSource _sensors;
        private readonly SensorOptions _options;
        private SensorHost? _host;
        private MdnsState _nameState;
        private HostAddress? _address;
        private int _prefixLength;
        private HostAddress _gateway = HostAddress.Any;

        /// <summary>Makes a node, whose address comes from DHCP. It touches no hardware yet.</summary>
        /// <param name="board">The board.</param>
        /// <param name="entropy">Asked when the stack is made.</param>
        /// <param name="sensors">The sensors to serve.</param>
        /// <param name="options">How it is served.</param>
        public Node(Board board, EntropySource entropy, SensorSource sensors, SensorOptions options)
            : base(board)
        {
            _entropy = entropy;
            _sensors = sensors;
            _options = options;
        }

        /// <summary>How often the sensors have thrown. That costs an answer and no restart.</summary>
        public int SensorFailures
        {
            get { return _host == null ? 0 : _host.Application.SensorFailures; }
        }

        /// <summary>The network interface, once it has been made. It stays the same.</summary>
        public NetworkInterface? Network
        {
            get { return _host == null ? null : _host.Network; }
        }

        /// <summary>Uses an address of one's own in place of DHCP. Called before the node runs.</summary>
        /// <param name="address">The board's address.</param>
        /// <param name="prefixLength">Bits of the address that belong to the network, 24 for 255.255.255.0.</param>
        /// <param name="gateway">The router, or <see cref="HostAddress.Any"/>.</param>
        public void UseStatic(HostAddress address, int prefixLength, HostAddress gateway)
        {
            _address = address;
            _prefixLength = prefixLength;
            _gateway = gateway;
        }

        /// <inheritdoc/>
        protected override void Begin(BoardEthernet ethernet)
        {
            SensorHost host = new SensorHost(Board, ethernet.Link, _entropy, _sensors, _options);
            if (_address != null)
            {
                host.Network.UseStatic(_address, _prefixLength, _gateway);
            }

            host.Network.Listener = new AddressReport("http://");
            Console.WriteLine("Serves http://" + host.Network.HostName + ".local/ as soon as it has an address");
            _host = host;
        }

        /// <inheritdoc/>
        protected override long Serve(long now)
        {
            SensorHost host = _host!;
            long next = host.Network.Poll(now);
            if (host.Mdns.State != _nameState)
            {
                _nameState = host.Mdns.State;
                if (_nameState == MdnsState.Established)
                {
                    Console.WriteLine("Found as http://" + host.Mdns.Name + ".local/");
                }
            }

            return next;
        }
    }
}
