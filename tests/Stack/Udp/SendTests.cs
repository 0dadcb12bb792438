// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tests.Stack.Ip;
using NanoTcp.Udp;

namespace NanoTcp.Tests.Stack.Udp;

/// <summary>Datagrams that leave: at once, or not at all.</summary>
public class SendTests
{
    private readonly UdpBench _bench = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(511)]
    [InlineData(1472)]
    public void A_datagram_leaves_with_the_call(int length)
    {
        byte[] data = new byte[length];
        new Random(length).NextBytes(data);
        UdpSocket socket = _bench.Bound();
        Assert.Equal(SocketError.Success, socket.SendTo([9, .. data, 9], 1, length, UdpBench.EndPoint(1)));
        Assert.Equal(IpBench.Mac(1), _bench.Sends(data, IpBench.Host(1))[..6]);
        Assert.Equal(1, _bench.Count(UdpCounter.Sent));
    }

    // RFC 768: 0 would mean that there is none.
    [Fact]
    public void A_checksum_that_comes_to_0_is_sent_as_FFFF()
    {
        UdpSocket socket = _bench.Bound();
        byte[] without = Frames.Udp(7, 5000, [0, 0], Frames.Own, IpBench.Host(1));
        byte[] missing = [without[40], without[41]];
        Assert.Equal(SocketError.Success, socket.SendTo(missing, 0, 2, UdpBench.EndPoint(1)));
        Assert.Equal([0xFF, 0xFF], _bench.Sends(missing, IpBench.Host(1))[40..42]);
    }

    [Fact]
    public void A_socket_can_send_without_a_checksum()
    {
        UdpSocket socket = _bench.Bound();
        socket.SendsChecksum = false;
        Assert.Equal(SocketError.Success, socket.SendTo([1, 2], 0, 2, UdpBench.EndPoint(1)));
        _bench.Sends([1, 2], IpBench.Host(1), hasChecksum: false);
        socket.SendsChecksum = true;
        Assert.Equal(SocketError.Success, socket.SendTo([1, 2], 0, 2, UdpBench.EndPoint(1)));
        _bench.Sends([1, 2], IpBench.Host(1));
    }

    [Fact]
    public void A_link_that_completes_the_checksums_of_TCP_gets_datagrams_with_theirs()
    {
        UdpBench bench = new(offloads: true);
        Assert.Equal(SocketError.Success, bench.Bound().SendTo([1, 2, 3], 0, 3, UdpBench.EndPoint(1)));
        bench.Sends([1, 2, 3], IpBench.Host(1));
    }

    [Fact]
    public void A_busy_link_takes_nothing_and_the_application_tries_again()
    {
        UdpSocket socket = _bench.Bound();
        _bench.Link.Room = 0;
        Assert.Equal(SocketError.WouldBlock, socket.SendTo([1], 0, 1, UdpBench.EndPoint(1)));
        Assert.Equal(0, _bench.Count(UdpCounter.Sent));
        _bench.Link.Room = 1;
        Assert.Equal(SocketError.Success, socket.SendTo([1], 0, 1, UdpBench.EndPoint(1)));
        _bench.Sends([1], IpBench.Host(1));
    }

    [Fact]
    public void Nothing_is_sent_without_a_link()
    {
        UdpSocket socket = _bench.Bound();
        _bench.Link.HasCable = false;
        _bench.Bench.Advance(10);
        Assert.Equal(SocketError.WouldBlock, socket.SendTo([1], 0, 1, UdpBench.EndPoint(1)));
    }

    [Fact]
    public void A_datagram_to_a_host_not_known_yet_waits_for_its_MAC_address()
    {
        UdpSocket socket = _bench.Bound();
        Assert.Equal(SocketError.Success, socket.SendTo([42], 0, 1, UdpBench.EndPoint(9)));
        _bench.Bench.Asks(IpBench.Host(9));
        _bench.Bench.SendsNothing();
        _bench.Bench.Arrives(Frames.Arp(2, IpBench.Mac(9), IpBench.Host(9), Frames.OwnMac, Frames.Own));
        _bench.Sends([42], IpBench.Host(9));
    }

    [Fact]
    public void A_datagram_to_another_network_goes_to_the_router()
    {
        UdpSocket socket = _bench.Bound();
        Assert.Equal(SocketError.Success, socket.SendTo([42], 0, 1, new HostEndPoint(new HostAddress(IpBench.Far), 5000)));
        Assert.Equal(IpBench.Mac(1), _bench.Sends([42], IpBench.Far)[..6]);
    }

    [Theory]
    [InlineData("0.0.0.0", SocketError.AddressNotAvailable)]
    [InlineData("127.0.0.1", SocketError.AddressNotAvailable)]
    [InlineData("192.168.7.2", SocketError.AddressNotAvailable)]
    [InlineData("240.0.0.1", SocketError.AddressNotAvailable)]
    [InlineData("10.1.2.3", SocketError.NetworkUnreachable)]
    public void What_cannot_get_there_is_refused_at_once(string address, SocketError reason)
    {
        _bench.Bench.Ip.Configure(Frames.OwnHost, 24, HostAddress.Any);
        UdpSocket socket = _bench.Bound();
        HostEndPoint other = new(HostAddress.Parse(address), 5000);
        Assert.Equal(reason, socket.SendTo([1], 0, 1, other));
        Assert.Equal(reason, socket.Connect(other));
        Assert.Equal(SocketError.NotConnected, socket.Send([1], 0, 1));
        Assert.Equal(0, _bench.Count(UdpCounter.Sent));
    }

    [Fact]
    public void Without_an_address_nobody_is_reached()
    {
        _bench.Bench.Ip.Configure(HostAddress.Any, 0, HostAddress.Any);
        UdpSocket socket = _bench.Bound();
        Assert.Equal(SocketError.NetworkDown, socket.SendTo([1], 0, 1, UdpBench.EndPoint(1)));
        Assert.Equal(SocketError.NetworkDown, socket.SendTo([1], 0, 1, new HostEndPoint(HostAddress.Broadcast, 67)));
        var bare = new NetworkStack(new ScriptedLink(Frames.OwnMac), new FixedEntropy(), new StackOptions());
        var onBare = new UdpSocket(new UdpTransport(bare), new UdpSocketOptions());
        Assert.Equal(SocketError.NetworkDown, onBare.SendTo([1], 0, 1, UdpBench.EndPoint(1)));
    }

    [Theory]
    [InlineData(0, 64)]
    [InlineData(1, 1)]
    [InlineData(255, 255)]
    public void A_socket_chooses_its_time_to_live(int chosen, byte sent)
    {
        UdpSocket socket = _bench.Bound();
        socket.TimeToLive = chosen;
        socket.SendTo([1], 0, 1, UdpBench.EndPoint(1));
        Assert.Equal(sent, _bench.Sends([1], IpBench.Host(1))[22]);
    }

    [Fact]
    public void What_TCP_sends_afterwards_has_headers_of_its_own()
    {
        UdpSocket socket = _bench.Bound();
        socket.TimeToLive = 9;
        socket.SendTo([1], 0, 1, UdpBench.EndPoint(1));
        _bench.Link.Sent.Clear();
        _bench.Bench.Arrives(IpBench.Ping(IpBench.Host(3), [7]));
        Assert.Equal([7], _bench.Bench.SendsReply(IpBench.Mac(3), IpBench.Host(3))[8..]);
    }

    [Fact]
    public void Nothing_is_allocated_for_a_datagram()
    {
        UdpSocket socket = _bench.Bound();
        HostEndPoint from = new();
        byte[] buffer = new byte[100];
        byte[] frame = Frames.Udp(5000, 7, new byte[50], IpBench.Host(1));
        _bench.Link.Collects = false;
        Allocations.AssertNone(() => () =>
        {
            for (int i = 0; i < 1000; i++)
            {
                _bench.Link.Arrive(frame);
                _bench.Bench.Stack.Poll(_bench.Bench.Now);
                int length = socket.Receive(buffer, 0, buffer.Length, from, out _);
                if (length != 50 || socket.SendTo(buffer, 0, length, from) != SocketError.Success)
                {
                    throw new InvalidOperationException("No echo.");
                }
            }
        });
    }
}
