// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Sntp
{
    /// <summary>The counters of an <see cref="SntpClient"/>.</summary>
    public enum SntpCounter
    {
        /// <summary>Requests sent.</summary>
        Requests,

        /// <summary>Answers that set the time.</summary>
        Answers,

        /// <summary>Requests that nobody answered in time.</summary>
        Timeouts,

        /// <summary>Datagrams that are no answer to the request: too short, another mode or version, or another originate timestamp.</summary>
        Unmatched,

        /// <summary>Servers that do not know the time: not synchronized, an impossible stratum, or a timestamp of 0.</summary>
        Unsynchronized,

        /// <summary>Answers whose time cannot be, or differs much from what is known.</summary>
        Absurd,

        /// <summary>Answers that ask for fewer requests: the kiss code RATE (RFC 5905 §7.4).</summary>
        RateLimited,

        /// <summary>Servers that do not want to be asked: the kiss codes DENY and RSTR.</summary>
        Denied,

        /// <summary>Servers on whose host nobody has the port, as ICMP says.</summary>
        Refused,

        /// <summary>The number of counters; no counter itself.</summary>
        Count,
    }
}
