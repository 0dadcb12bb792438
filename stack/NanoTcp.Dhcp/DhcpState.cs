// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Dhcp
{
    /// <summary>What a <see cref="DhcpClient"/> is doing: the states of RFC 2131 §4.4, figure 5, and three more.</summary>
    public enum DhcpState
    {
        /// <summary>It is not started.</summary>
        Stopped,

        /// <summary>INIT: it waits for the link, or until it may ask again.</summary>
        Init,

        /// <summary>SELECTING: it asks for offers.</summary>
        Selecting,

        /// <summary>REQUESTING: it asks the server of an offer for the lease.</summary>
        Requesting,

        /// <summary>INIT-REBOOT: it has an address from before, and waits for the link to have it confirmed.</summary>
        InitReboot,

        /// <summary>REBOOTING: it asks whether the address from before is still its own.</summary>
        Rebooting,

        /// <summary>It has a new lease, and asks the others on the link whether somebody uses the address (RFC 5227).</summary>
        Checking,

        /// <summary>BOUND: it has a lease, and nothing to do before T1.</summary>
        Bound,

        /// <summary>RENEWING: since T1 it asks its server for more time.</summary>
        Renewing,

        /// <summary>REBINDING: since T2 it asks any server for more time.</summary>
        Rebinding,

        /// <summary>It has given the lease back, and stops in a second.</summary>
        Releasing,
    }
}
