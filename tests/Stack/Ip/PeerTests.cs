// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Ip;

/// <summary>Transports know another host as a peer, and the network layer finds it.</summary>
public sealed class PeerTests
{
    private readonly IpBench _bench = new();

    [Fact]
    public void A_stack_without_a_network_layer_reaches_nobody()
    {
        NetworkStack stack = new(new ScriptedLink(Frames.OwnMac), new FixedEntropy(), new StackOptions());
        TcpTransport tcp = new(stack, new TcpOptions());
        Assert.Equal(SocketError.Success, tcp.Listen(80, 1, out _));

        Assert.Equal(SocketError.NetworkDown, tcp.Connect(Frames.PeerHost, 80, 0, out _));

        Assert.Equal(long.MaxValue, stack.Poll(0));
    }

    [Fact]
    public void A_stack_takes_one_network_layer_and_one_transport_of_a_kind()
    {
        Assert.Throws<InvalidOperationException>(() => new IPv4(_bench.Stack, new IPv4Options()));
        Assert.Throws<InvalidOperationException>(() => new TcpTransport(_bench.Stack, new TcpOptions()));
    }

    [Fact]
    public void Packets_find_their_transport_whatever_was_added_first()
    {
        ScriptedLink link = new(Frames.OwnMac);
        NetworkStack stack = new(link, new FixedEntropy(), new StackOptions());
        TcpTransport tcp = new(stack, new TcpOptions());
        IPv4 ip = new(stack, new IPv4Options());
        ip.Configure(Frames.OwnHost, 24, HostAddress.Any);

        link.Arrive(Frames.Arp(1, Frames.PeerMac, Frames.Peer, new byte[6], Frames.Own));
        link.Arrive(Frames.Tcp(Tests.Stack.Tcp.Segment.Parse("SYN from=5000 to=80 seq=100").ToBytes()));
        stack.Poll(0);

        Assert.Equal(1, tcp.GetCount(TcpCounter.PortClosed));
    }

    [Fact]
    public void A_peer_is_found_by_its_key_and_knows_its_address()
    {
        HostAddress address = HostAddress.From(192, 168, 7, 200);
        Assert.Equal(SocketError.Success, _bench.Ip.Find(address, out Peer? stranger));
        Peer held = _bench.Stack.Peers.Acquire(stranger!);

        Assert.Same(held, _bench.Stack.Peers.Find(held.Key));
        Assert.Equal(SocketError.Success, _bench.Ip.Find(address, out Peer? found));
        Assert.Same(held, found);
        Assert.Equal(address, _bench.Ip.AddressOf(held));

        _bench.Stack.Peers.Release(held);
        Assert.Null(_bench.Stack.Peers.FindHeld(held.Key));
    }

    [Theory]
    [InlineData("192.168.7.2", SocketError.AddressNotAvailable)]
    [InlineData("192.168.7.255", SocketError.AddressNotAvailable)]
    [InlineData("127.0.0.1", SocketError.AddressNotAvailable)]
    [InlineData("224.0.0.251", SocketError.AddressNotAvailable)]
    [InlineData("10.0.0.1", SocketError.NetworkUnreachable)]
    public void Who_cannot_be_reached_is_no_peer(string address, SocketError reason)
    {
        IpBench bench = new(gateway: 0);
        Assert.Equal(reason, bench.Ip.Find(HostAddress.Parse(address), out Peer? peer));
        Assert.Null(peer);
    }

    [Fact]
    public void Every_pair_of_hosts_has_a_number_of_its_own()
    {
        HashSet<ulong> pairs = [];
        for (int own = 2; own < 12; own++)
        {
            _bench.Ip.Configure(HostAddress.From(192, 168, 7, (byte)own), 24, HostAddress.Any);
            for (int other = 100; other < 110; other++)
            {
                Assert.Equal(SocketError.Success, _bench.Ip.Find(HostAddress.From(192, 168, 7, (byte)other), out Peer? peer));
                pairs.Add(_bench.Ip.PairOf(peer!));
            }
        }

        Assert.Equal(100, pairs.Count);
    }
}
