// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Ip
{
    /// <summary>The sizes and times of an <see cref="IPv4"/>. Read once, by its constructor.</summary>
    public sealed class IPv4Options
    {
        /// <summary>
        /// Entries of the ARP table. When it is full, the least recently used entry goes. Entries of the gateway and of hosts that transports hold go
        /// only when there is no other.
        /// </summary>
        public int ArpEntries = 8;

        /// <summary>
        /// Frames that can wait for a MAC address: one of any length, and the others as long as a SYN. They share one buffer. When it is full, the
        /// oldest are dropped.
        /// </summary>
        public int ArpQueueFrames = 4;

        /// <summary>How long a resolved address is used without asking again, in milliseconds.</summary>
        public int ArpLifetime = 300_000;

        /// <summary>Time between two requests for one address, in milliseconds.</summary>
        public int ArpRetryInterval = 1000;

        /// <summary>Requests for one address before it counts as unreachable.</summary>
        public int ArpMaxRequests = 3;

        /// <summary>Multicast groups that can be joined at a time.</summary>
        public int MaxGroups = 2;

        /// <summary>How often a group is reported after it was joined: more where packets get lost (the Robustness Variable, RFC 2236 §8.1), at most 7.</summary>
        public int IgmpRobustness = 2;

        /// <summary>Time to live of sent packets (RFC 1122 §3.2.1.7).</summary>
        public int TimeToLive = 64;
    }
}
