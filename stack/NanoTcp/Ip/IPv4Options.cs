// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Ip
{
    /// <summary>The sizes and times of an <see cref="IPv4"/>. Read once, by its constructor.</summary>
    public sealed class IPv4Options
    {
        /// <summary>
        /// Addresses on the link whose MAC addresses are remembered. When full, the entry used longest ago goes, but those of the gateway and of hosts that
        /// transports hold only when there is no other.
        /// </summary>
        public int ArpEntries = 8;

        /// <summary>
        /// Frames that wait for an address to be resolved: one of any length, the others as long as a SYN, in one buffer that they share. When it is full,
        /// the oldest are dropped.
        /// </summary>
        public int ArpQueueFrames = 4;

        /// <summary>How long a resolved address is used without asking again, in milliseconds.</summary>
        public int ArpLifetime = 300_000;

        /// <summary>Time between two requests for one address, in milliseconds.</summary>
        public int ArpRetryInterval = 1000;

        /// <summary>Requests for one address before it counts as unreachable.</summary>
        public int ArpMaxRequests = 3;

        /// <summary>Time to live of the packets sent (RFC 1122 §3.2.1.7).</summary>
        public int TimeToLive = 64;
    }
}
