// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Memory;

/// <summary>The services beside TCP whose memory can be counted, in the order in which they are shown.</summary>
internal enum MemoryService
{
    /// <summary>UDP without a socket. Each socket counts for the service that has it.</summary>
    Udp,

    /// <summary>The network interface, without DHCP and AutoIP.</summary>
    Interface,

    Dhcp,
    AutoIp,

    /// <summary>The resolver, with a cache of its default size.</summary>
    Resolver,

    /// <summary>The responder with one service.</summary>
    Mdns,

    Sntp,
}
