// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Addresses;

namespace NanoTcp.Simulation.Servers;

/// <summary>What a <see cref="DhcpServer"/> gives its clients. Addresses are numbers as in <see cref="NanoTcp.Wire.IPv4Address"/>.</summary>
/// <param name="Server">The server's own address and network.</param>
/// <param name="First">The first address to lease.</param>
/// <param name="Last">The last one.</param>
public sealed record DhcpPool(IPv4Prefix Server, uint First, uint Last)
{
    /// <summary>The time of a lease.</summary>
    public uint LeaseSeconds { get; init; } = 3600;

    /// <summary>The router; 0: none.</summary>
    public uint Router { get; init; }

    public IReadOnlyList<uint> DnsServers { get; init; } = [];

    public IReadOnlyList<uint> NtpServers { get; init; } = [];

    /// <summary>The domain of the clients; empty: none.</summary>
    public string Domain { get; init; } = "";

    /// <summary>All addresses of the server's network except its own, with the server as router and as server of DNS and NTP.</summary>
    public static DhcpPool Of(IPv4Prefix server, string domain)
    {
        return new DhcpPool(server, server.Network + 1, server.Broadcast - 1)
        {
            Router = server.Address,
            DnsServers = [server.Address],
            NtpServers = [server.Address],
            Domain = domain,
        };
    }
}
