// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Ip;

namespace NanoTcp.Dhcp
{
    /// <summary>
    /// Gives this host a link-local address, 169.254/16, that nobody else on its link has (RFC 3927). It is told when to start and when to stop. The
    /// address depends on the MAC address, so it is the same after a restart unless another station has taken it.
    /// </summary>
    /// <remarks>
    /// <para>
    /// It configures an address only while the host has none. When somebody else configures one, for example a DHCP client its lease, this stops by
    /// itself and touches nothing. So the order does not matter in which a lease and the end of a probe come.
    /// </para>
    /// <para>
    /// It needs <see cref="IPv4.StartProbe"/>, which has one user at a time. When another one begins a probe, this waits until that is stopped.
    /// </para>
    /// </remarks>
    public sealed class AutoIp : TimedService
    {
        // RFC 3927 §9.
        private const int MaxConflicts = 10;
        private const int RateLimitInterval = 60_000;

        /// <summary>How many addresses there are to choose from: 169.254.1.0 to 169.254.254.255 (RFC 3927 §2.1).</summary>
        private const int Addresses = 254 * 256;

        /// <summary>The wait for another user of the probe, in milliseconds.</summary>
        private const int ProbeBusyInterval = 1000;

        private const int PrefixLength = 16;

        // What it does.
        private const int Stopped = 0;
        private const int Waiting = 1;
        private const int Probing = 2;
        private const int Configured = 3;

        private readonly IPv4 _ip;
        private readonly int[] _counts = new int[(int)AutoIpCounter.Count];
        private int _state;
        private int _random;
        private HostAddress _address;
        private int _conflicts;
        private int _linkChanges;

        /// <summary>When the next address may be tried, or since when the present one is configured.</summary>
        private long _time;

        /// <summary>Makes one that is stopped.</summary>
        /// <exception cref="ArgumentNullException">There is no IPv4.</exception>
        public AutoIp(IPv4 ip)
        {
            ArgumentNullException.ThrowIfNull(ip, nameof(ip));
            _ip = ip;

            // FNV-1a of 32 bits: boards of one maker differ in the last bytes only.
            byte[] mac = ip.Stack.Link.MacAddress;
            int hash = unchecked((int)2166136261);
            for (int i = 0; i < mac.Length; i++)
            {
                hash = (hash ^ mac[i]) * 16777619;
            }

            _random = hash;
            _address = NextAddress();
        }

        /// <summary>Whether this host has an address from here.</summary>
        public bool IsConfigured
        {
            get { return _state != Stopped && IsOwn; }
        }

        /// <summary>The address that is configured, or the one that is tried next.</summary>
        public HostAddress Address
        {
            get { return _address; }
        }

        /// <summary>The value of a counter since construction. A counter wraps to negative after 2^31 events.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such counter.</exception>
        public int GetCount(AutoIpCounter counter)
        {
            if ((uint)counter >= (uint)_counts.Length)
            {
                throw new ArgumentOutOfRangeException(nameof(counter));
            }

            return _counts[(int)counter];
        }

        /// <summary>Begins with the next poll. If it has begun already, nothing happens. A host that has another address has to give that up first.</summary>
        public void Start()
        {
            if (_state == Stopped)
            {
                _conflicts = 0;
                _time = long.MinValue;
                _state = Waiting;
            }
        }

        /// <summary>Ends it, and gives up the address that it has configured. An address that somebody else has configured stays.</summary>
        public void Stop()
        {
            if (_state == Probing && IsProbeOwn)
            {
                _ip.StopProbe();
            }

            if (IsConfigured)
            {
                _ip.Configure(HostAddress.Any, 0, HostAddress.Any);
            }

            _state = Stopped;
        }

        /// <inheritdoc/>
        protected override long Serve(long now)
        {
            if (_state == Stopped)
            {
                return long.MaxValue;
            }

            if (!IsOwn && !_ip.Address.Equals(HostAddress.Any))
            {
                Stop();
                return long.MaxValue;
            }

            if (_state == Configured)
            {
                if (_ip.IsAddressLost)
                {
                    Count(AutoIpCounter.Lost);
                    TryNext(now);
                }
                else if (_linkChanges != _ip.Stack.LinkChanges)
                {
                    // The network may be another: the address is asked for again, and used meanwhile.
                    _state = Waiting;
                    _time = now;
                }
            }

            if (_state == Probing)
            {
                LookAtProbe(now);
            }

            return _state == Waiting ? Begin(now) : long.MaxValue;
        }

        /// <summary>Whether the address that this host has is the one from here.</summary>
        private bool IsOwn
        {
            get { return _ip.Address == _address; }
        }

        private bool IsProbeOwn
        {
            get { return _ip.ProbedAddress == _address; }
        }

        /// <summary>Begins the probe, if it is time and nobody else probes. Returns when it wants to be called again.</summary>
        private long Begin(long now)
        {
            if (now < _time)
            {
                return _time;
            }

            if (_ip.ProbeState != AddressProbeState.None && !IsProbeOwn)
            {
                return now + ProbeBusyInterval;
            }

            _ip.StartProbe(_address);
            _state = Probing;
            return long.MaxValue;
        }

        private void LookAtProbe(long now)
        {
            if (!IsProbeOwn || _ip.ProbeState == AddressProbeState.None)
            {
                // Somebody else has begun a probe, or has ended this one.
                _state = Waiting;
                _time = now;
            }
            else if (_ip.ProbeState == AddressProbeState.Conflict)
            {
                Count(AutoIpCounter.Conflicts);
                TryNext(now);
            }
            else if (_ip.ProbeState == AddressProbeState.Free)
            {
                if (IsOwn)
                {
                    _ip.StopProbe();
                }
                else
                {
                    _ip.Configure(_address, PrefixLength, HostAddress.Any);
                    Count(AutoIpCounter.Configured);
                }

                _linkChanges = _ip.Stack.LinkChanges;
                _state = Configured;
                _time = now;
            }
        }

        /// <summary>The address is another's. The next one is tried: at once, or after a minute when that has happened often (RFC 3927 §2.2.1).</summary>
        private void TryNext(long now)
        {
            if (_state == Configured && now - _time >= RateLimitInterval)
            {
                _conflicts = 0;
            }

            if (IsOwn)
            {
                _ip.Configure(HostAddress.Any, 0, HostAddress.Any);
            }

            if (IsProbeOwn)
            {
                _ip.StopProbe();
            }

            _conflicts++;
            _time = _conflicts < MaxConflicts ? now : now + _ip.Stack.AtLeast(RateLimitInterval);
            _address = NextAddress();
            _state = Waiting;
        }

        /// <summary>The next address of the sequence that the MAC address begins.</summary>
        private HostAddress NextAddress()
        {
            // A linear congruential generator of 32 bits. Its high bits are good.
            _random = (_random * 1664525) + 1013904223;
            int number = (int)((((_random >> 8) & 0xFFFFFFL) * Addresses) >> 24) + 256;
            return HostAddress.From(169, 254, (byte)(number >> 8), (byte)number);
        }

        private void Count(AutoIpCounter counter)
        {
            _counts[(int)counter]++;
        }
    }
}
