// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Text;
using NanoTcp.Host;
using NanoTcp.Simulation.Messages;
using NanoTcp.Simulation.Servers;
using NanoTcp.Wire;

namespace NanoTcp.Tests.HostSim.Simulation.Servers;

/// <summary>The DHCP server of the simulated gateway, asked by messages made here.</summary>
public class DhcpServerTests
{
    private static readonly uint s_first = IPv4Address.From(192, 168, 7, 2);
    private static readonly uint s_second = IPv4Address.From(192, 168, 7, 3);

    private readonly ServerBench _bench = new();
    private readonly DhcpServer _server;

    public DhcpServerTests()
    {
        _server = new DhcpServer(_bench.ServerUdp, DhcpPool.Of(ServerBench.Server, "home.arpa") with { Last = s_second });
        _bench.Socket.IsUnconfigured = true;
        Assert.Equal(SocketError.Success, _bench.Socket.Bind(DhcpMessage.ClientPort));
    }

    [Fact]
    public void A_client_gets_the_first_free_address_with_all_that_the_network_has()
    {
        DhcpMessage offer = Ask(1, DhcpMessageType.Discover)!;
        Assert.Equal((DhcpMessageType.Offer, s_first), (offer.Type, offer.YourAddress));
        DhcpMessage ack = Ask(1, DhcpMessageType.Request, requested: s_first, server: ServerBench.Server.Address)!;
        Assert.Equal((DhcpMessageType.Ack, s_first), (ack.Type, ack.YourAddress));
        Assert.Equal(0xFFFFFF00, ack.GetAddress(DhcpOption.SubnetMask));
        Assert.Equal(ServerBench.Server.Address, ack.GetAddress(DhcpOption.Router));
        Assert.Equal(ServerBench.Server.Address, ack.GetAddress(DhcpOption.DnsServer));
        Assert.Equal(ServerBench.Server.Address, ack.GetAddress(DhcpOption.NtpServer));
        Assert.Equal("home.arpa", ack.GetText(DhcpOption.DomainName));
        Assert.Equal(3600u, ack.GetAddress(DhcpOption.LeaseTime));
        DhcpLease lease = Assert.Single(_server.Leases);
        Assert.Equal((s_first, "board-1", false), (lease.Address, lease.HostName, lease.IsOffer));
    }

    [Fact]
    public void Two_clients_get_two_addresses_and_a_third_none_until_one_is_given_back()
    {
        Assert.Equal(s_first, Take(1).YourAddress);
        Assert.Equal(s_second, Take(2).YourAddress);
        Assert.Null(Ask(3, DhcpMessageType.Discover));
        Assert.Null(Ask(1, DhcpMessageType.Release, own: s_first));
        Assert.Equal(s_first, Take(3).YourAddress);
    }

    [Fact]
    public void The_address_of_a_lease_that_has_ended_is_free()
    {
        Take(1);
        Take(2);
        _bench.Pass(_server, 3600_000);
        Assert.Equal(s_first, Take(3).YourAddress);
    }

    [Fact]
    public void A_client_keeps_its_address_when_it_asks_again_or_renews()
    {
        Take(1);
        Take(2);
        Assert.Equal(s_second, Ask(2, DhcpMessageType.Discover)!.YourAddress);
        Assert.Equal(DhcpMessageType.Ack, Ask(2, DhcpMessageType.Request, requested: s_second)!.Type);
    }

    [Fact]
    public void A_client_with_the_address_of_another_one_or_of_another_network_gets_a_NAK()
    {
        Take(1);
        Assert.Equal(DhcpMessageType.Nak, Ask(2, DhcpMessageType.Request, requested: s_first)!.Type);
        Assert.Equal(DhcpMessageType.Nak, Ask(2, DhcpMessageType.Request, requested: IPv4Address.From(10, 0, 0, 9))!.Type);
    }

    [Fact]
    public void A_server_that_has_forgotten_its_leases_confirms_an_address_that_is_free()
    {
        Take(1);
        _server.Forget();
        Assert.Equal(DhcpMessageType.Ack, Ask(1, DhcpMessageType.Request, requested: s_first)!.Type);
    }

    [Fact]
    public void An_address_that_was_declined_is_not_offered_for_a_while()
    {
        Take(1);
        Assert.Null(Ask(1, DhcpMessageType.Decline, requested: s_first));
        Assert.Equal(s_second, Take(1).YourAddress);
        _bench.Pass(_server, 600_000);
        Assert.Equal(s_first, Take(2).YourAddress);
    }

    [Fact]
    public void A_request_for_another_server_withdraws_the_offer()
    {
        Ask(1, DhcpMessageType.Discover);
        Assert.Null(Ask(1, DhcpMessageType.Request, requested: s_first, server: IPv4Address.From(192, 168, 7, 9)));
        Assert.Empty(_server.Leases);
    }

    [Fact]
    public void A_server_that_is_off_or_hears_nonsense_is_silent()
    {
        Assert.Null(_bench.Ask(_server, Encoding.ASCII.GetBytes("nonsense"), new HostEndPoint(HostAddress.Broadcast, DhcpMessage.ServerPort)));
        _server.IsOn = false;
        Assert.Null(Ask(1, DhcpMessageType.Discover));
        _server.IsOn = true;
        Assert.NotNull(Ask(1, DhcpMessageType.Discover));
    }

    private DhcpMessage Take(byte client)
    {
        uint address = Ask(client, DhcpMessageType.Discover)!.YourAddress;
        DhcpMessage ack = Ask(client, DhcpMessageType.Request, requested: address, server: ServerBench.Server.Address)!;
        Assert.Equal(DhcpMessageType.Ack, ack.Type);
        return ack;
    }

    private DhcpMessage? Ask(byte client, DhcpMessageType type, uint? requested = null, uint? server = null, uint own = 0)
    {
        DhcpMessage message = new() { TransactionId = 0x1234, ClientAddress = own, HardwareAddress = [2, 0, 0, 0, 9, client] };
        message.Add(DhcpOption.MessageType, (byte)type).Add(DhcpOption.HostName, Encoding.ASCII.GetBytes($"board-{client}"));
        if (requested is uint address)
        {
            message.Add(DhcpOption.RequestedAddress, address);
        }

        if (server is uint chosen)
        {
            message.Add(DhcpOption.ServerIdentifier, chosen);
        }

        byte[]? answer = _bench.Ask(_server, message.ToBytes(), new HostEndPoint(HostAddress.Broadcast, DhcpMessage.ServerPort));
        if (answer == null)
        {
            return null;
        }

        Assert.True(answer.Length >= 300);
        Assert.True(DhcpMessage.TryRead(answer, out DhcpMessage read));
        Assert.Equal((true, 0x1234u), (read.IsReply, read.TransactionId));
        return read;
    }
}
