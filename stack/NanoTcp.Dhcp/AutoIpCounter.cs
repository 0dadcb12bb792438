// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Dhcp
{
    /// <summary>The counters of an <see cref="AutoIp"/>.</summary>
    public enum AutoIpCounter
    {
        /// <summary>Addresses that nobody had, and that were configured.</summary>
        Configured,

        /// <summary>Addresses that another station had already, or wanted at the same time.</summary>
        Conflicts,

        /// <summary>Configured addresses that were given up because another station took them.</summary>
        Lost,

        /// <summary>The number of counters; no counter itself.</summary>
        Count,
    }
}
