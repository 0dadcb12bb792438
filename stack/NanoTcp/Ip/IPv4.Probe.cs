// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;

namespace NanoTcp.Ip
{
    // The question whether an address is free, before this host takes it.
    public sealed partial class IPv4
    {
        /// <summary>
        /// Begins to ask whether another station has an address (RFC 5227 §2.1). One address can be asked for at a time; another call begins anew. The
        /// result is in <see cref="ProbeState"/> some seconds later. Own addresses are kept meanwhile.
        /// </summary>
        /// <exception cref="ArgumentNullException">There is no address.</exception>
        public void StartProbe(HostAddress address)
        {
            ArgumentNullException.ThrowIfNull(address, nameof(address));
            ProbeState = AddressProbeState.Free;
        }

        /// <summary>Ends it. The state is None then.</summary>
        public void StopProbe()
        {
            ProbeState = AddressProbeState.None;
        }

        /// <summary>What is known of the address that was asked for last.</summary>
        public AddressProbeState ProbeState { get; private set; }

        /// <summary>
        /// Whether another station has taken this host's address, and defending it once did not help (RFC 5227 §2.4). Whoever has configured the address
        /// gives it up. <see cref="Configure"/> clears it.
        /// </summary>
        public bool IsAddressLost { get; private set; }
    }
}
