// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

extern alias nano;
using nano::System.Net;
using nano::System.Net.NetworkInformation;
using nano::System.Net.Sockets;
using NanoTcp.Testing;

namespace NanoTcp.Tests.Stack.Sockets;

/// <summary>What a program sees of its network interface, sets there and is told of it.</summary>
public sealed class NetworkInterfaceTests : IDisposable
{
    private readonly TestNetwork _network = new(seed: 1);
    private readonly TestHost _leased;
    private readonly TestHost _static;

    public NetworkInterfaceTests()
    {
        _network.AddRouter("192.168.1.1");
        _leased = _network.AddDhcpHost();
        _static = _network.AddHost("192.168.1.10");
    }

    private static NetworkInterface Own => Assert.Single(NetworkInterface.GetAllNetworkInterfaces());

    public void Dispose()
    {
        _network.Dispose();
    }

    [Fact]
    public void A_program_sees_its_address()
    {
        _static.Run(() =>
        {
            Assert.Equal("192.168.1.10", Own.IPv4Address);
            Assert.Equal("255.255.255.0", Own.IPv4SubnetMask);
            Assert.Equal("192.168.1.1", Own.IPv4GatewayAddress);
            Assert.Equal(["192.168.1.1"], Own.IPv4DnsAddresses);
            Assert.False(Own.IsDhcpEnabled);
            Assert.Equal(NetworkInterfaceType.Ethernet, Own.NetworkInterfaceType);
            Assert.Equal(6, Own.PhysicalAddress.Length);
            Assert.Equal("192.168.1.10", IPAddress.GetDefaultLocalAddress().ToString());
            Assert.Equal("192.168.1.10", IPGlobalProperties.GetIPAddress().ToString());
        });
    }

    [Fact]
    public void An_interface_shows_the_lease_that_came_after_it_was_asked_for()
    {
        _leased.Run(() =>
        {
            NetworkInterface own = Own;
            Assert.True(own.IsDhcpEnabled);
            Assert.Equal("0.0.0.0", own.IPv4Address);

            while (own.IPv4Address == "0.0.0.0")
            {
            }

            Assert.StartsWith("192.168.1.1", own.IPv4Address, StringComparison.Ordinal);
            Assert.Equal(["192.168.1.1"], own.IPv4DnsAddresses);
        });
    }

    [Fact]
    public void A_static_address_is_set_at_once_and_keeps_the_servers_of_names()
    {
        _static.Run(() =>
        {
            Own.EnableStaticIPv4Dns(["192.168.1.53", "0.0.0.0"]);
            Own.EnableStaticIPv4("192.168.1.44", "255.255.255.128", "0.0.0.0");

            Assert.Equal("192.168.1.44", Own.IPv4Address);
            Assert.Equal("255.255.255.128", Own.IPv4SubnetMask);
            Assert.Equal("0.0.0.0", Own.IPv4GatewayAddress);
            Assert.Equal(["192.168.1.53"], Own.IPv4DnsAddresses);
        });
    }

    [Fact]
    public void A_program_goes_from_a_static_address_to_DHCP()
    {
        _static.Run(() =>
        {
            Own.EnableDhcp();
            Assert.True(Own.IsDhcpEnabled);
            Assert.Equal("0.0.0.0", Own.IPv4Address);
        });

        _network.RunFor(20_000);

        Assert.NotEqual("0.0.0.0", _static.Address);
        Assert.NotEqual("192.168.1.10", _static.Address);
    }

    [Fact]
    public void A_lease_is_given_back_and_taken_again()
    {
        _network.RunUntil(() => _leased.HasAddress);

        _leased.Run(() => Own.ReleaseDhcpLease());
        _network.RunFor(5_000);
        Assert.False(_leased.HasAddress);

        _leased.Run(() => Own.RenewDhcpLease());
        _network.RunFor(20_000);
        Assert.True(_leased.HasAddress);
    }

    [Fact]
    public void Wrong_addresses_change_nothing()
    {
        _static.Run(() =>
        {
            Assert.Throws<FormatException>(() => Own.EnableStaticIPv4("192.168.1", "255.255.255.0", "0.0.0.0"));
            Assert.Throws<ArgumentException>(() => Own.EnableStaticIPv4("192.168.1.44", "255.0.255.0", "0.0.0.0"));
            Assert.Throws<ArgumentOutOfRangeException>(() => Own.EnableStaticIPv4("192.168.1.255", "255.255.255.0", "0.0.0.0"));
            Assert.Throws<ArgumentException>(() => Own.EnableStaticIPv4Dns([]));
            Assert.Throws<ArgumentException>(() => Own.EnableStaticIPv4Dns(["1.1.1.1", "1.1.1.2", "1.1.1.3"]));
            Assert.Throws<FormatException>(() => Own.EnableStaticIPv4Dns(["dns.example.org"]));
            Assert.Throws<NotSupportedException>(() => Own.PhysicalAddress = new byte[6]);
            Assert.Throws<NotSupportedException>(() => Own.EnableStaticIPv6("fe80::1", "64", "::"));

            Assert.Equal("192.168.1.10", Own.IPv4Address);
            Assert.Equal(["192.168.1.1"], Own.IPv4DnsAddresses);
        });
    }

    [Fact]
    public void The_link_is_seen()
    {
        _network.RunFor(1);
        Assert.True(_static.Run(IsAvailable));

        _static.PullCable();
        _network.RunFor(10);

        Assert.False(_static.Run(IsAvailable));
    }

    [Fact]
    public void A_program_without_a_network_has_no_interface()
    {
        Assert.Empty(NetworkInterface.GetAllNetworkInterfaces());
        Assert.False(NetworkInterface.GetIsNetworkAvailable());
        Assert.Throws<SocketException>(() => NetworkChange.NetworkAddressChanged += (_, _) => { });
    }

    [Fact]
    public void Handlers_are_told_of_links_and_addresses_until_they_are_removed()
    {
        List<string> told = [];
        NetworkAddressChangedEventHandler addressChanged = (_, _) => told.Add(Own.IPv4Address == "0.0.0.0" ? "lost" : "address");
        NetworkAvailabilityChangedEventHandler linkChanged = (_, e) => told.Add(e.IsAvailable ? "up" : "down");
        _network.RunFor(1);
        _leased.Run(() =>
        {
            NetworkChange.NetworkAddressChanged += addressChanged;
            NetworkChange.NetworkAvailabilityChanged += linkChanged;
        });

        _network.RunUntil(() => _leased.HasAddress);
        _network.RunFor(10);
        _leased.PullCable();
        Assert.False(_leased.Run(IsAvailableSoon));
        _network.RunFor(10);
        _leased.Run(() => NetworkChange.NetworkAvailabilityChanged -= linkChanged);
        _leased.PlugCable();
        _network.RunFor(10);
        _leased.Run(() => NetworkChange.NetworkAddressChanged -= addressChanged);
        _leased.Run(() => Own.EnableStaticIPv4("192.168.1.44", "255.255.255.0", "0.0.0.0"));
        _network.RunFor(10);

        Assert.Equal(["address", "down"], told);
    }

    [Fact]
    public void A_handler_may_use_sockets()
    {
        int port = 0;
        _leased.Run(() => NetworkChange.NetworkAddressChanged += (_, _) =>
        {
            Socket socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(IPAddress.Any, 7000));
            port = ((IPEndPoint)socket.LocalEndPoint).Port;
            socket.Close();
        });

        _network.RunUntil(() => _leased.HasAddress);
        _network.RunFor(10);

        Assert.Equal(7000, port);
    }

    /// <summary>The second question comes after the poll that the first one leads to.</summary>
    private static bool IsAvailableSoon()
    {
        _ = IsAvailable();
        SocketBench.Sleep(1);
        return IsAvailable();
    }

    private static bool IsAvailable()
    {
        return NetworkInterface.GetIsNetworkAvailable();
    }
}
