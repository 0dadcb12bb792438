// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Tcp;
using NanoTcp.Udp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Ip;

/// <summary>A host reaches itself by 127/8 and by its own address, without the link (RFC 1122 §3.2.1.3).</summary>
public class LoopbackTests
{
    private readonly LoopbackBench _bench = new();

    public static TheoryData<string> Addresses => ["127.0.0.1", "127.255.0.3", "192.168.7.2"];

    [Theory]
    [MemberData(nameof(Addresses))]
    public void A_connection_to_itself_carries_text_both_ways_and_the_link_sees_none_of_it(string address)
    {
        HostAddress host = HostAddress.Parse(address);
        (TcpConnection client, TcpConnection server) = _bench.Connect(host);
        Assert.Equal(host, client.RemoteAddress);
        Assert.Equal(host, server.RemoteAddress);
        Assert.Equal(client.LocalPort, server.RemotePort);
        byte[] text = [.. Enumerable.Range(0, 20_000).Select(i => (byte)(i * 7))];
        Assert.Equal(text, _bench.Transfer(client, server, text));
        Assert.Equal(text, _bench.Transfer(server, client, text));
        client.Close();
        _bench.Settle();
        Assert.True(server.HasRemoteEnded);
        server.Close();
        _bench.Settle();
        Assert.Equal(1, _bench.Tcp.CountConnections(TcpState.TimeWait));
        Assert.Empty(_bench.Link.Sent);
        Assert.Equal(0, _bench.Tcp.GetCount(TcpCounter.Retransmissions));
        Assert.Equal(0, _bench.Tcp.GetCount(TcpCounter.ChecksumError));
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public void A_datagram_to_itself_arrives_with_its_sender(string address)
    {
        (UdpSocket from, UdpSocket to) = (Bound(5000), Bound(7));
        HostEndPoint sender = new();
        Assert.Equal(SocketError.Success, from.SendTo([1, 2, 3], 0, 3, new HostEndPoint(HostAddress.Parse(address), 7)));
        Assert.Equal(0, to.Waiting);
        _bench.Settle();
        byte[] buffer = new byte[10];
        Assert.Equal(3, to.Receive(buffer, 0, 10, sender, out SocketError error));
        Assert.Equal(SocketError.Success, error);
        Assert.Equal([1, 2, 3], buffer[..3]);
        Assert.Equal($"{address}:5000", sender.ToString());
        Assert.Equal(64, to.ReceivedTimeToLive);
        Assert.False(to.ReceivedForMany);
        Assert.Empty(_bench.Link.Sent);
    }

    [Fact]
    public void A_datagram_that_is_longer_than_a_frame_arrives_whole()
    {
        (UdpSocket from, UdpSocket to) = (Bound(5000), Bound(7, 4000));
        byte[] data = [.. Enumerable.Range(0, 4000).Select(i => (byte)(i * 3))];
        Assert.Equal(SocketError.Success, from.SendTo(data, 0, data.Length, new HostEndPoint(LoopbackBench.Loopback, 7)));
        _bench.Settle();
        byte[] buffer = new byte[4000];
        Assert.Equal(4000, to.Receive(buffer, 0, 4000, null, out _));
        Assert.Equal(data, buffer);
        Assert.Empty(_bench.Link.Sent);
    }

    [Fact]
    public void Without_a_cable_and_without_an_address_127_0_0_1_is_reached_all_the_same()
    {
        LoopbackBench bench = new(link: new ScriptedLink(Frames.OwnMac) { HasCable = false }, hasAddress: false);
        (TcpConnection client, TcpConnection server) = bench.Connect(LoopbackBench.Loopback);
        byte[] text = new byte[10_000];
        Assert.Equal(text, bench.Transfer(client, server, text));
        UdpSocket socket = new(bench.Udp, new UdpSocketOptions());
        Assert.Equal(SocketError.Success, socket.Bind(7));
        Assert.Equal(SocketError.Success, socket.SendTo([1], 0, 1, new HostEndPoint(LoopbackBench.Loopback, 7)));
        bench.Settle();
        Assert.Equal(1, socket.Waiting);
        client.Close();
        bench.Settle();
        server.Close();
        bench.Settle();
        Assert.Equal(0, bench.Tcp.CountConnections(TcpState.LastAck));
    }

    [Fact]
    public void A_closed_port_refuses_the_connection_and_the_datagram()
    {
        Assert.Equal(SocketError.Success, _bench.Tcp.Connect(LoopbackBench.Loopback, 81, 0, out TcpConnection? connection));
        _bench.Settle();
        Assert.Equal(SocketError.ConnectionRefused, connection!.Error);
        UdpSocket socket = new(_bench.Udp, new UdpSocketOptions());
        Assert.Equal(SocketError.Success, socket.Connect(new HostEndPoint(LoopbackBench.Loopback, 8)));
        Assert.Equal(SocketError.Success, socket.Send([1], 0, 1));
        _bench.Settle();
        Assert.Equal(SocketError.ConnectionRefused, socket.Error);
    }

    [Fact]
    public void A_reset_a_keep_alive_and_a_lost_SYN_need_no_link_either()
    {
        LoopbackBench bench = new(link: new ScriptedLink(Frames.OwnMac) { HasCable = false }, configure: options =>
        {
            options.Client = new TcpConnectionOptions { KeepAlive = true, KeepAliveTime = 1000, KeepAliveInterval = 1000 };
        });
        (TcpConnection client, TcpConnection server) = bench.Connect(Frames.OwnHost);
        bench.Advance(10_000);
        Assert.True(bench.Tcp.GetCount(TcpCounter.KeepAliveProbes) > 4);
        Assert.Equal(TcpState.Established, client.State);
        client.Abort();
        bench.Settle();
        Assert.Equal(SocketError.ConnectionReset, server.Error);
    }

    [Fact]
    public void What_finds_too_much_under_way_is_dropped_and_counted_and_TCP_sends_it_again()
    {
        LoopbackBench bench = new(frames: 1, configure: options => (options.SendBuffer, options.ReceiveBuffer) = (20_000, 20_000));
        (TcpConnection client, TcpConnection server) = bench.Connect(LoopbackBench.Loopback);
        byte[] text = [.. Enumerable.Range(0, 50_000).Select(i => (byte)(i * 7))];
        Assert.Equal(text, bench.Transfer(client, server, text));
        Assert.True(bench.Ip.GetCount(IPv4Counter.LoopbackFull) > 0);
        Assert.True(bench.Tcp.GetCount(TcpCounter.Retransmissions) > 0);
    }

    [Fact]
    public void It_may_be_left_out_and_then_no_address_of_its_own_is_available()
    {
        LoopbackBench bench = new(frames: 0);
        UdpSocket socket = new(bench.Udp, new UdpSocketOptions());
        foreach (string address in Addresses.Select(row => row.Data))
        {
            HostAddress host = HostAddress.Parse(address);
            Assert.Equal(SocketError.AddressNotAvailable, bench.Tcp.Connect(host, 80, 0, out _));
            Assert.Equal(SocketError.AddressNotAvailable, socket.SendTo([1], 0, 1, new HostEndPoint(host, 7)));
        }
    }

    [Theory]
    [MemberData(nameof(Addresses))]
    public void Nothing_from_the_link_comes_from_this_host_also_while_it_talks_to_itself(string address)
    {
        uint source = HostAddress.Parse(address).ToIPv4();
        (TcpConnection client, TcpConnection server) = _bench.Connect(HostAddress.Parse(address));
        UdpSocket socket = Bound(7);
        AssertInvalid(Frames.Udp(5000, 7, [1], source));
        _bench.Transfer(client, server, new byte[100]);
        AssertInvalid(Frames.Udp(5000, 7, [1], source));

        // Also between the call and the poll that handles it, when this host was the last that anybody looked for.
        Assert.Equal(SocketError.Success, _bench.Tcp.Connect(HostAddress.Parse(address), 81, 0, out _));
        AssertInvalid(Frames.Udp(5000, 7, [1], source));
        Assert.Equal(SocketError.Success, socket.SendTo([1], 0, 1, new HostEndPoint(HostAddress.Parse(address), 9)));
        AssertInvalid(Frames.Udp(5000, 7, [1], source));
        Assert.Equal(0, socket.Waiting);
    }

    [Fact]
    public void A_forged_segment_of_its_own_connection_from_the_link_has_no_effect()
    {
        (TcpConnection client, TcpConnection server) = _bench.Connect(Frames.OwnHost);
        _bench.Transfer(client, server, new byte[100]);
        Tcp.Segment reset = Tcp.Segment.Parse($"RST seq=1 from={client.LocalPort} to={LoopbackBench.Port}");
        AssertInvalid(Frames.Tcp(reset.ToBytes(), Frames.Own));
        Assert.Equal(TcpState.Established, server.State);
        Assert.Equal(0, _bench.Tcp.GetCount(TcpCounter.Unacceptable));
    }

    [Fact]
    public void A_packet_to_127_0_0_1_from_the_link_is_not_for_this_host()
    {
        UdpSocket socket = Bound(7);
        _bench.Link.Arrive(Frames.Udp(5000, 7, [1], Frames.Peer, LoopbackBench.Loopback.ToIPv4()));
        _bench.Settle();
        Assert.Equal(0, socket.Waiting);
        Assert.Equal(1, _bench.Ip.GetCount(IPv4Counter.NotForUs));
    }

    [Fact]
    public void A_changed_address_ends_connections_and_drops_what_was_under_way_to_the_old_one()
    {
        (TcpConnection client, TcpConnection server) = _bench.Connect(Frames.OwnHost);
        UdpSocket socket = Bound(7);
        Assert.Equal(SocketError.Success, socket.SendTo([1], 0, 1, new HostEndPoint(Frames.OwnHost, 7)));
        _bench.Ip.Configure(HostAddress.From(10, 0, 0, 2), 8, HostAddress.Any);
        _bench.Settle();
        Assert.Equal(SocketError.ConnectionAborted, client.Error);
        Assert.Equal(SocketError.ConnectionAborted, server.Error);
        Assert.Equal(0, socket.Waiting);
    }

    [Fact]
    public void An_ephemeral_port_is_never_the_port_that_it_connects_to()
    {
        for (int port = 1024; port < 1224; port++)
        {
            Assert.Equal(SocketError.Success, _bench.Tcp.Connect(LoopbackBench.Loopback, port, 0, out TcpConnection? connection));
            Assert.NotEqual(port, connection!.LocalPort);
            connection.Abort();
        }
    }

    [Fact]
    public void A_link_that_computes_checksums_and_cuts_segments_is_not_needed()
    {
        LoopbackBench bench = new(
            link: new ScriptedLink(Frames.OwnMac, offloadsChecksum: true, maxTransmit: 65_000),
            configure: options => (options.SendBuffer, options.ReceiveBuffer) = (50_000, 5000));
        (TcpConnection client, TcpConnection server) = bench.Connect(Frames.OwnHost);
        byte[] text = [.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7))];
        Assert.Equal(text, bench.Transfer(client, server, text));
        Assert.Equal(0, bench.Tcp.GetCount(TcpCounter.ChecksumError));
    }

    [Fact]
    public void Other_hosts_are_reached_as_before()
    {
        _bench.Connect(Frames.OwnHost);
        Assert.Equal(SocketError.Success, _bench.Tcp.Connect(Frames.PeerHost, 80, 0, out _));
        _bench.Settle();
        byte[] request = Assert.Single(_bench.Link.Sent);
        Assert.Equal(EthernetHeader.TypeArp, request[12] << 8 | request[13]);
    }

    private UdpSocket Bound(int port, int queueBytes = 1472)
    {
        UdpSocket socket = new(_bench.Udp, new UdpSocketOptions { QueueBytes = queueBytes });
        Assert.Equal(SocketError.Success, socket.Bind(port));
        return socket;
    }

    private void AssertInvalid(byte[] frame)
    {
        int before = _bench.Ip.GetCount(IPv4Counter.Invalid);
        _bench.Link.Arrive(frame);
        _bench.Settle();
        Assert.Equal(before + 1, _bench.Ip.GetCount(IPv4Counter.Invalid));
    }
}
