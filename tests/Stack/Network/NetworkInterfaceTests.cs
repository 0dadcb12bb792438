// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Dhcp;
using NanoTcp.Host;
using NanoTcp.Network;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Servers;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Network;

/// <summary>Where a host's address comes from, what the application sees of it, and that it is reachable there.</summary>
public class NetworkInterfaceTests
{
    private const int Patience = 20_000;

    private static readonly HostAddress s_static = HostAddress.From(192, 168, 7, 50);

    [Fact]
    public void A_board_leases_an_address_and_serves()
    {
        NetworkBench bench = new();
        Assert.Equal((AddressKind.None, HostAddress.Any), (bench.Board.Kind, bench.Board.Address));

        bench.RunUntilKind(AddressKind.Leased, Patience);

        NetworkInterface board = bench.Board;
        HostAddress router = NetworkBench.Router.Address.ToHostAddress();
        Assert.Equal((NetworkBench.FirstAddress, 24, router), (board.Address, board.PrefixLength, board.Gateway));
        Assert.Equal((router, router, "home.arpa"), (board.Settings.DnsServer(0), board.Settings.NtpServer(0), board.Settings.Domain));
        Assert.Equal((router, 3600L), (board.Lease!.Server, board.Lease.Seconds));
        Assert.EndsWith("hello", bench.Visit(Patience));
    }

    [Fact]
    public void The_name_comes_from_the_MAC_address_and_the_server_is_told()
    {
        NetworkBench bench = new();
        Assert.Equal("nanotcp-1a2b", bench.Board.HostName);
        bench.RunUntilKind(AddressKind.Leased, Patience);
        Assert.Equal("nanotcp-1a2b", Assert.Single(bench.Dhcp.Leases).HostName);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("Sensor-2")]
    [InlineData("0")]
    public void Another_name_may_be_given(string name)
    {
        NetworkBench bench = new(new NetworkInterfaceOptions { HostName = name });
        bench.RunUntilKind(AddressKind.Leased, Patience);
        Assert.Equal((name, name), (bench.Board.HostName, Assert.Single(bench.Dhcp.Leases).HostName));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("a_b")]
    [InlineData("a.b")]
    [InlineData("a b")]
    [InlineData("caf\u00e9")]
    [InlineData("a\0")]
    [InlineData("1234567890123456789012345678901234567890123456789012345678901234")]
    public void A_name_that_is_not_legal_is_refused(string name)
    {
        Assert.Throws<ArgumentException>(() => new NetworkBench(new NetworkInterfaceOptions { HostName = name }));
    }

    [Fact]
    public void Without_a_server_the_board_chooses_a_link_local_address_within_15_seconds_and_serves()
    {
        NetworkBench bench = new();
        bench.Dhcp.IsOn = false;

        bench.RunUntilKind(AddressKind.LinkLocal, 15_000);

        Assert.True(bench.Board.Address.IsLinkLocal);
        Assert.Equal((HostAddress.Any, 0, null), (bench.Board.Gateway, bench.Board.Settings.DnsServers, bench.Board.Lease));
        Assert.EndsWith("hello", bench.Visit(Patience));
    }

    [Fact]
    public void A_lease_replaces_the_link_local_address_when_a_server_comes()
    {
        NetworkBench bench = new();
        bench.Dhcp.IsOn = false;
        bench.RunUntilKind(AddressKind.LinkLocal, Patience);
        bench.Nodes.Run(60_000);
        bench.Dhcp.IsOn = true;

        // The client asks every three minutes at least.
        bench.RunUntilKind(AddressKind.Leased, 200_000);

        Assert.Equal(NetworkBench.FirstAddress, bench.Board.Address);
        Assert.EndsWith("hello", bench.Visit(Patience));
        bench.Nodes.Run(60_000);
        Assert.Equal(NetworkBench.FirstAddress, bench.Board.Address);
    }

    // In each gap of the probe and the announcement, and behind them.
    [Fact]
    public void A_lease_that_comes_at_any_time_of_the_choice_of_a_link_local_address_wins()
    {
        for (int silence = 2000; silence < 20_000; silence += 250)
        {
            NetworkBench bench = new(seed: silence);
            bench.Dhcp.IsOn = false;
            bench.Nodes.Run(silence);
            bench.Dhcp.IsOn = true;
            bench.RunUntilKind(AddressKind.Leased, 80_000);
            bench.Nodes.Run(30_000);
            Assert.Equal((AddressKind.Leased, NetworkBench.FirstAddress), (bench.Board.Kind, bench.Board.Address));
            Assert.EndsWith("hello", bench.Visit(Patience));
        }
    }

    [Fact]
    public void When_the_lease_ends_and_no_server_answers_the_board_falls_back()
    {
        NetworkBench bench = new(pool: DhcpPool.Of(NetworkBench.Router, "") with { LeaseSeconds = 120 });
        bench.RunUntilKind(AddressKind.Leased, Patience);
        bench.Dhcp.IsOn = false;

        bench.RunUntilKind(AddressKind.LinkLocal, 140_000);

        Assert.InRange(bench.Now, 120_000, 145_000);
        Assert.Equal((0, null), (bench.Board.Settings.DnsServers, bench.Board.Lease));
        Assert.EndsWith("hello", bench.Visit(Patience));
    }

    [Fact]
    public void A_connection_ends_with_an_error_when_the_address_changes()
    {
        NetworkBench bench = new();
        bench.RunUntilKind(AddressKind.Leased, Patience);
        Assert.Equal(SocketError.Success, bench.Board.Tcp.Connect(NetworkBench.Router.Address.ToHostAddress(), 9, 0, out TcpConnection? connection));

        bench.Board.UseStatic(s_static, 24, HostAddress.Any);

        Assert.Equal(SocketError.ConnectionAborted, connection!.Error);
    }

    [Fact]
    public void A_static_address_is_used_at_once()
    {
        NetworkBench bench = new();
        bench.Board.UseStatic(s_static, 24, HostAddress.Any);
        Assert.Equal((AddressKind.Static, s_static, null), (bench.Board.Kind, bench.Board.Address, bench.Board.Lease));
        Assert.EndsWith("hello", bench.Visit(Patience));
        bench.Nodes.Run(600_000);
        Assert.Empty(bench.Dhcp.Leases);
    }

    [Fact]
    public void A_static_address_that_is_asked_for_first_is_used_once_nobody_has_it()
    {
        NetworkBench bench = new(new NetworkInterfaceOptions { ProbesStaticAddress = true });
        bench.Board.UseStatic(s_static, 24, HostAddress.Any);
        Assert.Equal((AddressKind.None, HostAddress.Any), (bench.Board.Kind, bench.Board.Address));
        bench.RunUntilKind(AddressKind.Static, 8000);
        Assert.InRange(bench.Now, 4000, 8000);
        Assert.False(bench.Board.HasConflict);
        Assert.EndsWith("hello", bench.Visit(Patience));
    }

    [Fact]
    public void A_static_address_of_another_station_is_not_used_until_that_one_gives_it_up()
    {
        NetworkBench bench = new(new NetworkInterfaceOptions { ProbesStaticAddress = true });
        bench.Neighbour.Configure(s_static, 24, HostAddress.Any);
        bench.Board.UseStatic(s_static, 24, HostAddress.Any);
        bench.Nodes.RunUntil(() => bench.Board.HasConflict, 8000);
        bench.Nodes.Run(200_000);
        Assert.Equal((true, AddressKind.None, HostAddress.Any), (bench.Board.HasConflict, bench.Board.Kind, bench.Board.Address));

        bench.Neighbour.Configure(HostAddress.From(192, 168, 7, 51), 24, HostAddress.Any);
        bench.RunUntilKind(AddressKind.Static, 70_000);
        Assert.False(bench.Board.HasConflict);
    }

    [Fact]
    public void Addresses_that_do_not_fit_together_are_refused_and_change_nothing()
    {
        NetworkBench bench = new();
        bench.RunUntilKind(AddressKind.Leased, Patience);
        Assert.Throws<ArgumentOutOfRangeException>(() => bench.Board.UseStatic(HostAddress.Any, 24, HostAddress.Any));
        Assert.Throws<ArgumentOutOfRangeException>(() => bench.Board.UseStatic(s_static, 24, HostAddress.From(10, 0, 0, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => bench.Board.UseStatic(s_static, 33, HostAddress.Any));
        Assert.Equal((AddressKind.Leased, NetworkBench.FirstAddress), (bench.Board.Kind, bench.Board.Address));
    }

    [Fact]
    public void DHCP_can_follow_a_static_address()
    {
        NetworkBench bench = new();
        bench.Board.UseStatic(s_static, 24, HostAddress.Any);
        bench.Board.Settings.AddDnsServer(HostAddress.From(9, 9, 9, 9));
        bench.Nodes.Run(1000);
        bench.Board.UseDhcp();
        Assert.Equal((AddressKind.None, HostAddress.Any, 0), (bench.Board.Kind, bench.Board.Address, bench.Board.Settings.DnsServers));
        bench.RunUntilKind(AddressKind.Leased, Patience);
    }

    [Fact]
    public void Each_change_is_counted_once_and_told_without_allocation()
    {
        NetworkBench bench = new();
        Witness witness = new();
        bench.Board.Listener = witness;
        bench.RunUntilKind(AddressKind.Leased, Patience);
        bench.Nodes.Run(1000);
        Assert.Equal(["link True", "Leased 192.168.7.2"], witness.Seen);
        Assert.Equal(2, bench.Board.Changes);

        bench.SetLink(false);
        bench.Nodes.Run(1000);
        Assert.Equal("link False", witness.Seen[^1]);

        long now = bench.Now;
        bench.Board.Listener = null;
        Allocations.AssertNone(() =>
        {
            bench.BoardPort.SetLink(!bench.Board.IsLinkUp);
            return () => bench.Board.Poll(++now);
        });
    }

    // A device's clock stands still for 10 ms at a time.
    [Fact]
    public void Changes_are_told_and_services_polled_though_the_clock_stands_still()
    {
        NetworkBench bench = new();
        List<string> polled = [];
        bench.Board.Add(new Service("one", polled));
        bench.RunUntilKind(AddressKind.Leased, Patience);
        long now = bench.Now + 1;
        bench.Board.Poll(now);
        int changes = bench.Board.Changes;
        polled.Clear();

        bench.Board.UseStatic(s_static, 24, HostAddress.Any);
        bench.Board.Poll(now);
        Assert.Equal(changes + 1, bench.Board.Changes);

        bench.Board.UseDhcp();
        bench.Board.Poll(now);
        Assert.Equal(changes + 2, bench.Board.Changes);
        Assert.Equal(["one", "one"], polled);
    }

    [Fact]
    public void A_change_of_the_link_is_told_though_the_clock_stands_still()
    {
        NetworkBench bench = new();
        bench.RunUntilKind(AddressKind.Leased, Patience);
        long now = bench.Now + 1;
        bench.Board.Poll(now);
        int changes = bench.Board.Changes;

        bench.BoardPort.SetLink(false);
        bench.Board.Poll(now);
        Assert.Equal(changes + 1, bench.Board.Changes);
    }

    [Fact]
    public void Idle_polls_allocate_nothing_with_a_lease_and_while_none_is_there()
    {
        foreach (bool hasServer in (bool[])[true, false])
        {
            NetworkBench bench = new();
            bench.Dhcp.IsOn = hasServer;
            bench.RunUntilKind(hasServer ? AddressKind.Leased : AddressKind.LinkLocal, Patience);
            long now = bench.Now;
            Allocations.AssertNone(() => () =>
            {
                // An hour, with all that is due.
                for (int i = 0; i < 3600; i++)
                {
                    bench.Board.Poll(now += 500);
                }
            });
        }
    }

    [Fact]
    public void Services_are_polled_in_the_order_of_adding_and_the_earliest_time_counts()
    {
        NetworkBench bench = new();
        List<string> polled = [];
        bench.Board.UseStatic(s_static, 24, HostAddress.Any);
        bench.Nodes.Run(100_000);
        bench.Board.Add(new Service("one", polled) { Due = 777_777 });
        bench.Board.Add(new Service("two", polled) { Due = 100_500 });
        Assert.Equal(100_500, bench.Board.Poll(100_000));
        Assert.Equal(["one", "two"], polled);
    }

    [Fact]
    public void More_services_than_configured_are_refused()
    {
        NetworkBench bench = new(new NetworkInterfaceOptions { MaxServices = 2 });
        bench.Board.Add(new Service("", []));
        Assert.Throws<InvalidOperationException>(() => bench.Board.Add(new Service("", [])));
    }

    [Fact]
    public void Without_TCP_there_is_none_and_everything_else_works()
    {
        NetworkInterface network = new(new ScriptedLink(Frames.OwnMac), new FixedEntropy(), new NetworkInterfaceOptions { Tcp = null });
        Assert.Throws<InvalidOperationException>(() => network.Tcp);
        network.Poll(0);
        Assert.Equal(DhcpState.Init, network.Dhcp.State);
    }

    [Fact]
    public void A_board_that_starts_again_asks_for_the_address_that_its_store_kept()
    {
        MemoryStore store = new();
        NetworkBench first = new(With(store));
        first.RunUntilKind(AddressKind.Leased, Patience);
        Assert.NotNull(store.Record);

        // Another router of the same network, which knows nothing of the lease, and would give the first free address.
        NetworkBench again = new(With(store), seed: 7, pool: DhcpPool.Of(NetworkBench.Router, "") with { First = NetworkBench.Router.Address });
        again.RunUntilKind(AddressKind.Leased, Patience);
        Assert.Equal(first.Board.Address, again.Board.Address);
        Assert.Equal(0, again.Dhcp.Answers - 1);
    }

    private static NetworkInterfaceOptions With(LeaseStore store)
    {
        NetworkInterfaceOptions options = new();
        options.Dhcp.Store = store;
        return options;
    }

    private sealed class MemoryStore : LeaseStore
    {
        public byte[]? Record { get; private set; }

        public override bool Load(byte[] record)
        {
            Record?.CopyTo(record, 0);
            return Record != null;
        }

        public override void Save(byte[] record) => Record = [.. record];
    }

    private sealed class Service(string name, List<string> polled) : NetworkService
    {
        public long Due { get; init; } = long.MaxValue;

        public override long Poll(long now)
        {
            polled.Add(name);
            return Due;
        }
    }

    private sealed class Witness : NetworkListener
    {
        public List<string> Seen { get; } = [];

        public override void NetworkChanged(NetworkInterface network, long now)
        {
            Seen.Add(network.Kind == AddressKind.None || !network.IsLinkUp ? $"link {network.IsLinkUp}" : $"{network.Kind} {network.Address}");
        }
    }
}
