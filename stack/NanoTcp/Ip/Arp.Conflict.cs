// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Wire;

namespace NanoTcp.Ip
{
    // Conflicts of addresses (RFC 5227): an address is asked for before this host takes it, announced when it has, and defended afterwards.
    internal sealed partial class Arp
    {
        /// <summary>What is known of the address that is asked for.</summary>
        internal AddressProbeState ProbeState;

        /// <summary>Whether another station has this host's address, and did not give it up when it was defended.</summary>
        internal bool IsAddressLost;

        // RFC 5227 §1.1, in milliseconds.
        private const int ProbeWait = 1000;
        private const int ProbeCount = 3;
        private const int ProbeMin = 1000;
        private const int ProbeMax = 2000;
        private const int AnnounceWait = 2000;
        private const int AnnounceCount = 2;
        private const int AnnounceInterval = 2000;
        private const int DefendInterval = 10_000;

        /// <summary>Longer ago than any interval, whenever the clock begins.</summary>
        private const long LongAgo = long.MinValue / 4;

        /// <summary>The address that is asked for; none: there is none, or another station has it.</summary>
        private uint _wanted = IPv4Address.Any;

        /// <summary>Steps that are left: the random wait, the probes, and the result after the last wait.</summary>
        private int _probeSteps;
        private long _probeAt = long.MaxValue;

        private int _announcements;
        private long _announceAt = long.MaxValue;

        /// <summary>When this host defended its address last.</summary>
        private long _defendedAt = LongAgo;

        /// <summary>Begins to ask for an address, from the next poll on, or when the link comes up.</summary>
        internal void StartProbe(uint address)
        {
            StopProbe();
            _wanted = address;
            ProbeState = AddressProbeState.Probing;
            BeginProbe();
            if (address == _ip.Own)
            {
                StopAnnouncing();
            }
        }

        /// <summary>Asks no more. This host's own address, if that was asked for, is announced now.</summary>
        internal void StopProbe()
        {
            bool isOwn = _wanted == _ip.Own;
            EndProbe(AddressProbeState.None);
            if (isOwn)
            {
                Announce();
            }
        }

        private void BeginProbe()
        {
            _probeSteps = ProbeCount + 1;
            _probeAt = long.MaxValue;
            if (_stack.HasLink)
            {
                _probeAt = 0;
                _ip.WakeBy(0);
            }
        }

        private void EndProbe(AddressProbeState state)
        {
            _wanted = IPv4Address.Any;
            _probeAt = long.MaxValue;
            ProbeState = state;
        }

        /// <summary>The next step is due. Returns when the one after it is.</summary>
        private long Probe(long now)
        {
            if (_probeSteps > ProbeCount)
            {
                _probeSteps--;
                return now + _stack.RandomWait(0, ProbeWait);
            }

            if (_probeSteps == 0)
            {
                // Until the probe is stopped, a packet may still show that the address is taken.
                ProbeState = AddressProbeState.Free;
                if (_wanted == _ip.Own)
                {
                    _wanted = IPv4Address.Any;
                    Announce();
                }

                return long.MaxValue;
            }

            if (!Broadcast(IPv4Address.Any, _wanted))
            {
                return now + BusyInterval;
            }

            _probeSteps--;
            return now + (_probeSteps > 0 ? _stack.RandomWait(ProbeMin, ProbeMax) : _stack.AtLeast(AnnounceWait));
        }

        /// <summary>
        /// Announces this host's address with the next polls (RFC 5227 §2.3), if it has one and there is a link. An address that is asked for waits for the
        /// result.
        /// </summary>
        private void Announce()
        {
            StopAnnouncing();
            if (_ip.Own != IPv4Address.Any && _ip.Own != _wanted && _stack.HasLink)
            {
                _announcements = AnnounceCount;
                _announceAt = 0;
                _ip.WakeBy(0);
            }
        }

        private void StopAnnouncing()
        {
            _announcements = 0;
            _announceAt = long.MaxValue;
        }

        /// <summary>An announcement is due. Returns when the next one is.</summary>
        private long SendAnnouncement(long now)
        {
            if (!Broadcast(_ip.Own, _ip.Own))
            {
                return now + BusyInterval;
            }

            _announcements--;
            return _announcements == 0 ? long.MaxValue : now + _stack.AtLeast(AnnounceInterval);
        }

        /// <summary>
        /// Another station claims this host's address (RFC 5227 §2.4). One announcement defends it. A claim soon afterwards means that the other one does not
        /// give it up. To defend it each time would be a fight without end.
        /// </summary>
        private void Defend()
        {
            Count(ArpCounter.Conflict);
            if (_stack.Now - _defendedAt < _stack.AtLeast(DefendInterval))
            {
                IsAddressLost = true;
                return;
            }

            _defendedAt = _stack.Now;
            _announcements++;
            _announceAt = 0;
            _ip.WakeBy(0);
        }
    }
}
