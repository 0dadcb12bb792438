// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Ip;

namespace NanoTcp.Network
{
    // Where the address comes from. DHCP, AutoIP and a static address all ask whether an address is free, and IPv4 asks for one at a time.
    public sealed partial class NetworkInterface
    {
        /// <summary>
        /// Time between two questions for a static address that another station has, in milliseconds: RATE_LIMIT_INTERVAL of RFC 5227 §1.1.
        /// </summary>
        private const int ProbeInterval = 60_000;

        private readonly int _triesBeforeLinkLocal;
        private readonly bool _probesStatic;
        private AddressKind _kind;
        private bool _isStarted;

        /// <summary>The static address that is wanted; null: the address comes from DHCP.</summary>
        private HostAddress? _static;
        private int _staticPrefix;
        private HostAddress _staticGateway = HostAddress.Any;

        /// <summary>Whether another station had the static address when it was asked for. It is asked for again at <see cref="_probeAt"/>.</summary>
        private bool _isStaticTaken;
        private long _probeAt;

        /// <summary>Where the address comes from. The device's Enum.ToString gives a number.</summary>
        public AddressKind Kind
        {
            get { return _kind; }
        }

        /// <summary>
        /// Whether another station uses the static address, too. The host keeps and defends its own (RFC 5227 §2.4), and an address that is asked for first is
        /// asked for again each minute. Leased and link-local addresses are exchanged for another one, so they show no conflict.
        /// </summary>
        public bool HasConflict
        {
            get { return _static != null && (_isStaticTaken || _ip.IsAddressLost); }
        }

        /// <summary>Whether the address comes from DHCP, or is looked for there. Otherwise it is static.</summary>
        public bool UsesDhcp
        {
            get { return _static == null; }
        }

        /// <summary>
        /// Uses an address that the application knows, in place of DHCP. What DHCP has told is forgotten. DNS and NTP servers may be added to
        /// <see cref="Settings"/> afterwards.
        /// </summary>
        /// <param name="address">The host's address.</param>
        /// <param name="prefixLength">Bits of it that belong to the network, 24 for 255.255.255.0.</param>
        /// <param name="gateway">The router, or <see cref="HostAddress.Any"/>.</param>
        /// <exception cref="ArgumentNullException">An address is missing.</exception>
        /// <exception cref="ArgumentOutOfRangeException">They do not fit together, or no host can have that address. Everything stays as it was.</exception>
        public void UseStatic(HostAddress address, int prefixLength, HostAddress gateway)
        {
            ArgumentNullException.ThrowIfNull(address, nameof(address));
            if (address.Equals(HostAddress.Any))
            {
                throw new ArgumentOutOfRangeException(nameof(address));
            }

            _ip.Configure(address, prefixLength, gateway);
            StopAddress();
            _settings.Clear();
            _static = address;
            _staticPrefix = prefixLength;
            _staticGateway = gateway;
            _isStarted = true;
            if (_probesStatic)
            {
                _kind = AddressKind.None;
                _ip.Configure(HostAddress.Any, 0, HostAddress.Any);
                _ip.StartProbe(address);
            }
            else
            {
                _kind = AddressKind.Static;
                _ip.Configure(address, prefixLength, gateway);
            }
        }

        /// <summary>Looks for an address by DHCP, in place of a static one.</summary>
        public void UseDhcp()
        {
            StopAddress();
            _ip.Configure(HostAddress.Any, 0, HostAddress.Any);
            _settings.Clear();
            _kind = AddressKind.None;
            _isStarted = false;
        }

        private void StopAddress()
        {
            _autoIp.Stop();
            _dhcp.Stop();
            _ip.StopProbe();
            _static = null;
            _isStaticTaken = false;
            _probeAt = long.MaxValue;
            _lookDue = long.MinValue;
        }

        private long PollAddress(long now)
        {
            if (_static != null)
            {
                return _kind == AddressKind.Static ? long.MaxValue : PollStatic(now, _static);
            }

            if (!_isStarted)
            {
                _isStarted = true;

                // Only an application that has bound the client's port itself is refused.
                if (_dhcp.Start() != SocketError.Success)
                {
                    throw new InvalidOperationException();
                }
            }

            long next = _dhcp.Poll(now);
            if (_dhcp.Lease != null)
            {
                if (_kind != AddressKind.Leased)
                {
                    _autoIp.Stop();
                    _kind = AddressKind.Leased;
                }

                return next;
            }

            if (_dhcp.FailedTries >= _triesBeforeLinkLocal)
            {
                _autoIp.Start();
            }

            // DHCP asks whether a leased address is free without regard to others. AutoIP waits while another one asks.
            long due = _autoIp.Poll(now);
            next = due < next ? due : next;
            _kind = _autoIp.IsConfigured ? AddressKind.LinkLocal : AddressKind.None;
            return next;
        }

        // Asks whether the static address is free, and takes it then.
        private long PollStatic(long now, HostAddress address)
        {
            if (now >= _probeAt)
            {
                _probeAt = long.MaxValue;
                _ip.StartProbe(address);
            }

            AddressProbeState state = _ip.ProbeState;
            if (state == AddressProbeState.Free)
            {
                _isStaticTaken = false;
                _kind = AddressKind.Static;
                _ip.Configure(address, _staticPrefix, _staticGateway);
            }
            else if (state == AddressProbeState.Conflict)
            {
                _isStaticTaken = true;
                _ip.StopProbe();
                _probeAt = now + ProbeInterval;
            }

            return _probeAt;
        }
    }
}
