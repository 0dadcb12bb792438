// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Ip
{
    // The question whether an address is free, before this host takes it.
    public sealed partial class IPv4
    {
        /// <summary>
        /// Begins to ask whether another station has an address (RFC 5227 §2.1), with three probes. The result is in <see cref="ProbeState"/> four to seven
        /// seconds later, or at once when another station has the address. While the link is down the probe waits, and it begins anew when the link comes up.
        /// This host goes on using the address that it has. It may be the one that is asked for: then it is neither announced nor defended meanwhile.
        /// </summary>
        /// <remarks>
        /// One address can be asked for at a time, so there can be one user at a time: another call ends the first user's probe. Who tries one address after
        /// another has to limit itself (MAX_CONFLICTS and RATE_LIMIT_INTERVAL of RFC 5227 §2.1.1).
        /// </remarks>
        /// <exception cref="ArgumentNullException">There is no address.</exception>
        /// <exception cref="ArgumentOutOfRangeException">No host can have that address.</exception>
        public void StartProbe(HostAddress address)
        {
            ArgumentNullException.ThrowIfNull(address, nameof(address));
            if (!IPv4Address.IsHost(address.IPv4))
            {
                throw new ArgumentOutOfRangeException(nameof(address));
            }

            ProbedAddress = address;
            _arp.StartProbe(address.IPv4);
        }

        /// <summary>Ends it. The state is None then. <see cref="Configure"/> ends the probe of the address that it sets.</summary>
        public void StopProbe()
        {
            _arp.StopProbe();
        }

        /// <summary>
        /// The address of the last <see cref="StartProbe"/>, the same object. Its user sees here whether the probe is still its own, or another one has begun
        /// since.
        /// </summary>
        public HostAddress ProbedAddress { get; private set; } = HostAddress.Any;

        /// <summary>What is known of the address that was asked for last.</summary>
        public AddressProbeState ProbeState
        {
            get { return _arp.ProbeState; }
        }

        /// <summary>
        /// Whether another station has taken this host's address, and defending it once did not help (RFC 5227 §2.4). <see cref="Configure"/> clears it.
        /// </summary>
        /// <remarks>
        /// Whoever has configured the address gives it up. An address that people rely on may be kept (RFC 5227 §2.4, choice c): the stack goes on
        /// defending it, once in ten seconds at most.
        /// </remarks>
        public bool IsAddressLost
        {
            get { return _arp.IsAddressLost; }
        }
    }
}
