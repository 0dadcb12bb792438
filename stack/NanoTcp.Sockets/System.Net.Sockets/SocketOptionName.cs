// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Net.Sockets
{
    /// <summary>An option of a socket. The numbers are those of .NET, and mean different options at different levels.</summary>
    public enum SocketOptionName
    {
        /// <summary>Records what happens.</summary>
        Debug = 0x0001,

        /// <summary>Whether the socket listens.</summary>
        AcceptConnection = 0x0002,

        /// <summary>Lets sockets share a port.</summary>
        ReuseAddress = 0x0004,

        /// <summary>Asks whether the other end is still there.</summary>
        KeepAlive = 0x0008,

        /// <summary>Only to hosts on this link.</summary>
        DontRoute = 0x0010,

        /// <summary>Lets the socket send broadcasts.</summary>
        Broadcast = 0x0020,

        /// <summary>Uses the loopback where it can.</summary>
        UseLoopback = 0x0040,

        /// <summary>Waits at close until unsent data has arrived.</summary>
        Linger = 0x0080,

        /// <summary>Leaves urgent data in the stream.</summary>
        OutOfBandInline = 0x0100,

        /// <summary>Does not wait at close.</summary>
        DontLinger = ~Linger,

        /// <summary>Lets no other socket have the port.</summary>
        ExclusiveAddressUse = ~ReuseAddress,

        /// <summary>Bytes of the room for data to send.</summary>
        SendBuffer = 0x1001,

        /// <summary>Bytes of the room for received data.</summary>
        ReceiveBuffer = 0x1002,

        /// <summary>The low-water mark for sending.</summary>
        SendLowWater = 0x1003,

        /// <summary>The low-water mark for receiving.</summary>
        ReceiveLowWater = 0x1004,

        /// <summary>The longest wait of a send, in milliseconds.</summary>
        SendTimeout = 0x1005,

        /// <summary>The longest wait of a receive, in milliseconds.</summary>
        ReceiveTimeout = 0x1006,

        /// <summary>The last error. Reading clears it.</summary>
        Error = 0x1007,

        /// <summary>The type of the socket.</summary>
        Type = 0x1008,

        /// <summary>The most connections that wait to be accepted.</summary>
        MaxConnections = 0x7fffffff,

        /// <summary>The options of the IP header.</summary>
        IPOptions = 1,

        /// <summary>The program writes the IP header.</summary>
        HeaderIncluded = 2,

        /// <summary>The type of service in the IP header.</summary>
        TypeOfService = 3,

        /// <summary>The time to live in the IP header.</summary>
        IpTimeToLive = 4,

        /// <summary>The interface for groups.</summary>
        MulticastInterface = 9,

        /// <summary>The time to live of datagrams to groups.</summary>
        MulticastTimeToLive = 10,

        /// <summary>Whether this host hears its own datagrams to groups.</summary>
        MulticastLoopback = 11,

        /// <summary>Joins a group.</summary>
        AddMembership = 12,

        /// <summary>Leaves a group.</summary>
        DropMembership = 13,

        /// <summary>Forbids routers to fragment.</summary>
        DontFragment = 14,

        /// <summary>Joins a group for one source.</summary>
        AddSourceMembership = 15,

        /// <summary>Leaves a group for one source.</summary>
        DropSourceMembership = 16,

        /// <summary>Blocks a source of a group.</summary>
        BlockSource = 17,

        /// <summary>Takes a source of a group again.</summary>
        UnblockSource = 18,

        /// <summary>Tells about each packet.</summary>
        PacketInformation = 19,

        /// <summary>The hop limit of IPv6.</summary>
        HopLimit = 21,

        /// <summary>At the level of TCP: small segments leave at once (RFC 9293 §3.7.4).</summary>
        NoDelay = 1,

        /// <summary>At the level of TCP: how the urgent pointer is read.</summary>
        BsdUrgent = 2,

        /// <summary>At the level of TCP: how the urgent pointer is read.</summary>
        Expedited = 2,

        /// <summary>At the level of UDP: sends without a checksum.</summary>
        NoChecksum = 1,

        /// <summary>At the level of UDP: what the checksum covers.</summary>
        ChecksumCoverage = 20,

        /// <summary>For accepted sockets of Windows.</summary>
        UpdateAcceptContext = 0x700B,

        /// <summary>For connected sockets of Windows.</summary>
        UpdateConnectContext = 0x7010,
    }
}
