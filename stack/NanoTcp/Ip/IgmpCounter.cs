// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Ip
{
    /// <summary>The counters of IGMP.</summary>
    public enum IgmpCounter
    {
        /// <summary>Messages that are too short, or have a wrong checksum.</summary>
        Invalid,

        /// <summary>Messages of a type that a host does not handle.</summary>
        Ignored,

        /// <summary>Queries of routers.</summary>
        Queries,

        /// <summary>Reports sent.</summary>
        ReportsSent,

        /// <summary>Reports not sent because another host has reported the group.</summary>
        ReportsSuppressed,

        /// <summary>Leave messages sent.</summary>
        LeavesSent,

        /// <summary>The number of counters; no counter itself.</summary>
        Count,
    }
}
