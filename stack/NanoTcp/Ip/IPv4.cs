// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Ip
{
    /// <summary>
    /// IPv4 on a <see cref="NetworkStack"/> (RFC 791, RFC 1122 §3), with ARP and ICMP: this host's address, and the way to others. Everything is allocated by
    /// the constructor.
    /// </summary>
    public sealed partial class IPv4 : NetworkLayer
    {
        /// <summary>The value of an ICMP counter.</summary>
        internal readonly int[] IcmpCounts = new int[(int)IcmpCounter.Count];

        /// <summary>RFC 3376 §4.1.6: the largest that a query can hold.</summary>
        private const int MaxRobustness = 7;

        private readonly NetworkStack _stack;
        private readonly Arp _arp;
        private readonly int[] _counts = new int[(int)IPv4Counter.Count];
        private readonly int _timeToLive;

        /// <summary>Adds IPv4 to a stack, without an address.</summary>
        /// <exception cref="ArgumentNullException">One of them is missing.</exception>
        /// <exception cref="ArgumentOutOfRangeException">
        /// A size, rate or time is below 1, the size of the queue or the number of groups or buffers is below 0, or one is above its limit.
        /// </exception>
        /// <exception cref="InvalidOperationException">The stack has IPv4 already.</exception>
        public IPv4(NetworkStack stack, IPv4Options options)
            : base(EthernetHeader.WireTypeIPv4, EthernetHeader.Length + IPv4Header.TimeToLive)
        {
            ArgumentNullException.ThrowIfNull(stack, nameof(stack));
            ArgumentNullException.ThrowIfNull(options, nameof(options));
            if (options.ArpEntries < 1 || options.ArpQueueFrames < 0 || options.ArpLifetime < 1 || options.ArpRetryInterval < 1 || options.ArpMaxRequests < 1
                || options.LoopbackFrames < 0 || options.MaxGroups < 0 || options.IgmpRobustness < 1 || options.IgmpRobustness > MaxRobustness || options.TimeToLive < 1 || options.TimeToLive > 255
                || options.FragmentBuffers < 0 || options.FragmentBufferSize < 1 || options.FragmentBufferSize > MaxPayload || options.ReassemblyTimeout < 1
                || options.IcmpRate < 1 || options.IcmpBurst < 1)
            {
                throw new ArgumentOutOfRangeException(nameof(options));
            }

            _stack = stack;
            _timeToLive = options.TimeToLive;
            _igmp = options.MaxGroups == 0 ? null : new Igmp(this, stack, options);
            _arp = new Arp(this, stack, options);
            int loopback = options.LoopbackFrames;
            _loopback = loopback == 0 ? null : new FrameQueue(loopback * LoopbackShare, loopback * FrameQueue.LongFrame);
            _icmpLimit = new TokenBucket(options.IcmpRate, options.IcmpBurst);
            _reassemblyTimeout = options.ReassemblyTimeout;
            _maxLongPayload = options.FragmentBuffers == 0 ? 0 : options.FragmentBufferSize;
            _fragmentBuffers = new FragmentBuffer[options.FragmentBuffers];
            for (int i = 0; i < _fragmentBuffers.Length; i++)
            {
                _fragmentBuffers[i] = new FragmentBuffer(options.FragmentBufferSize);
            }

            stack.Register(this);
            stack.Register((NetworkProtocol)_arp);
            WriteConstants();
        }

        /// <summary>The stack to which it belongs.</summary>
        public NetworkStack Stack
        {
            get { return _stack; }
        }

        /// <summary>The value of a counter since construction. A counter wraps to negative after 2^31 events.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such counter.</exception>
        public int GetCount(IPv4Counter counter)
        {
            return CounterValues.Get(_counts, (int)counter);
        }

        /// <summary>The same of ARP.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such counter.</exception>
        public int GetCount(ArpCounter counter)
        {
            return CounterValues.Get(_arp.Counts, (int)counter);
        }

        /// <summary>The same of ICMP.</summary>
        /// <exception cref="ArgumentOutOfRangeException">There is no such counter.</exception>
        public int GetCount(IcmpCounter counter)
        {
            return CounterValues.Get(IcmpCounts, (int)counter);
        }

        /// <inheritdoc/>
        internal override void Doubt(Peer peer)
        {
            _arp.Doubt(peer);
        }

        /// <inheritdoc/>
        internal override void LinkChanged()
        {
            _arp.LinkChanged();
            if (_igmp != null && _stack.HasLink)
            {
                _igmp.Restart();
            }
        }

        /// <inheritdoc/>
        internal override void Poll(long now)
        {
            _arp.Poll(now);
            if (_igmp != null)
            {
                _igmp.Poll(now);
            }

            if (_hasFragments)
            {
                PollFragments(now);
            }

            if (_loopback != null && _loopback.Count > 0)
            {
                DeliverLoopback(now);
            }
        }

        /// <summary>A timer of this layer will be due at a time.</summary>
        internal void WakeBy(long at)
        {
            if (at < Due)
            {
                Due = at;
                _stack.WakeBy(at);
            }
        }

        private void Count(IPv4Counter counter)
        {
            _counts[(int)counter]++;
        }
    }
}
