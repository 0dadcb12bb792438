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

        /// <summary>
        /// Full frames that can be on their way from this host to itself, by its own address or by one of 127/8 (RFC 1122 §3.2.1.3). Each takes 1 562
        /// bytes of memory. As many bytes of shorter frames can be, up to four for each. A further one is dropped. 0: this host does not reach itself,
        /// which takes no memory.
        /// </summary>
        public int LoopbackFrames;

        /// <summary>Multicast groups that can be joined at a time.</summary>
        public int MaxGroups = 2;

        /// <summary>How often a group is reported after it was joined: more where packets get lost (the Robustness Variable, RFC 2236 §8.1), at most 7.</summary>
        public int IgmpRobustness = 2;

        /// <summary>
        /// Packets in fragments that can arrive or leave at a time. Each takes as many bytes of memory as <see cref="FragmentBufferSize"/> says, and some 200
        /// more. When all are in use, the packet that was begun first and has not arrived completely goes. 0: fragments are dropped, and nothing longer than
        /// a frame is sent, which takes no memory.
        /// </summary>
        public int FragmentBuffers = 1;

        /// <summary>The longest payload of a packet that arrives or leaves in fragments, in bytes: 1 to 65515. The default takes <c>ping -s 4000</c>.</summary>
        public int FragmentBufferSize = 4096;

        /// <summary>
        /// How long the fragments of one packet may take to arrive, in milliseconds. RFC 791 §3.2 begins with 15 s, and RFC 1122 §3.3.2 recommends 60 s or
        /// more, which a small memory cannot afford.
        /// </summary>
        public int ReassemblyTimeout = 30_000;

        /// <summary>Messages of ICMP that are sent a second in the long run, answers to echo requests and errors together (RFC 1812 §4.3.2.8).</summary>
        public int IcmpRate = 1000;

        /// <summary>Messages of ICMP that are sent at once after a pause.</summary>
        public int IcmpBurst = 250;

        /// <summary>Time to live of sent packets (RFC 1122 §3.2.1.7).</summary>
        public int TimeToLive = 64;
    }
}
