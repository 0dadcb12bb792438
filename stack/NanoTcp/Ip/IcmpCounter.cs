// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Ip
{
    /// <summary>The counters of ICMP.</summary>
    public enum IcmpCounter
    {
        /// <summary>Messages that are too short, too long for a frame, or have a wrong checksum.</summary>
        Invalid,

        /// <summary>Messages of a type the stack does not act on.</summary>
        Ignored,

        /// <summary>ICMP echo requests answered.</summary>
        EchoReplies,

        /// <summary>ICMP errors about packets of this stack, passed to their transport.</summary>
        Errors,

        /// <summary>Echo requests for many hosts: not answered.</summary>
        EchoForMany,

        /// <summary>ICMP errors about received packets, sent.</summary>
        ErrorsSent,

        /// <summary>Messages of ICMP, answers and errors, that were not sent because of the rate limit.</summary>
        RateLimited,

        /// <summary>The number of counters; no counter itself.</summary>
        Count,
    }
}
