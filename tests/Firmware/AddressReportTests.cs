// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Network;
using NanoTcp.Platform;
using NanoTcp.Simulation.Servers;
using NanoTcp.Tests.Stack.Network;

namespace NanoTcp.Tests.Firmware;

/// <summary>The line that a board prints about its address. It says how far the address reaches.</summary>
public class AddressReportTests
{
    private readonly NetworkBench _bench = new();

    private string Line => AddressReport.Describe(_bench.Board, _bench.Now);

    [Fact]
    public void A_lease_shows_its_server_and_its_time_with_gateway_and_name_server()
    {
        Assert.Equal("No link", Line);
        _bench.Nodes.Run(100);
        Assert.Equal("No address yet", Line);
        _bench.RunUntilKind(AddressKind.Leased, 20_000);
        Assert.Matches("^Address 192.168.7.2/24, leased by 192.168.7.1 for 359[0-9] s, gateway 192.168.7.1, DNS 192.168.7.1$", Line);
    }

    [Fact]
    public void A_lease_without_end_says_so()
    {
        _bench.Dhcp.Pool = DhcpPool.Of(NetworkBench.Router, "") with { LeaseSeconds = uint.MaxValue, Router = 0, DnsServers = [] };
        _bench.RunUntilKind(AddressKind.Leased, 20_000);
        Assert.Equal("Address 192.168.7.2/24, leased by 192.168.7.1 without end", Line);
    }

    [Fact]
    public void A_link_local_address_says_why_it_is_one()
    {
        _bench.Dhcp.IsOn = false;
        _bench.RunUntilKind(AddressKind.LinkLocal, 20_000);
        Assert.Matches(@"^Address 169\.254\.[0-9.]+/16, link-local: no DHCP server has answered$", Line);
    }

    [Fact]
    public void A_static_address_shows_a_conflict()
    {
        HostAddress address = HostAddress.From(192, 168, 7, 50);
        _bench.Board.UseStatic(address, 24, HostAddress.Any);
        _bench.Nodes.Run(5000);
        Assert.Equal("Address 192.168.7.50/24, static", Line);

        // Another station takes the address, and keeps it: it announces it twice.
        _bench.Neighbour.Configure(address, 24, HostAddress.Any);
        _bench.Nodes.RunUntil(() => _bench.Board.HasConflict, 30_000);
        Assert.Equal("Address 192.168.7.50/24, static: another station uses this address, too", Line);
    }
}
