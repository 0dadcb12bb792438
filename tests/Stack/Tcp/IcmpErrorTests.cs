// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>ICMP errors (RFC 1122 §4.2.3.9), believed as far as RFC 5927 advises.</summary>
public class IcmpErrorTests
{
    private readonly TcpBench _bench = new();

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(13)]
    public void A_hard_error_about_a_SYN_refuses_the_connection(int code)
    {
        TcpConnection connection = _bench.Connect();
        _bench.Poll();
        _bench.Error(3, code, _bench.Sends("SYN seq=300"));
        Assert.Equal(TcpState.Closed, connection.State);
        Assert.Equal(SocketError.ConnectionRefused, connection.Error);
    }

    [Theory]
    [InlineData(3, 0)]
    [InlineData(3, 1)]
    [InlineData(3, 5)]
    [InlineData(11, 0)]
    [InlineData(12, 0)]
    [InlineData(12, 2)]
    public void A_soft_error_about_a_SYN_is_the_reason_if_nobody_answers_at_all(int type, int code)
    {
        TcpConnection connection = _bench.Connect();
        _bench.Poll();
        _bench.Error(type, code, _bench.Sends("SYN seq=300"));
        Assert.Equal(TcpState.SynSent, connection.State);
        _bench.Advance(300_000);
        Assert.Equal(SocketError.HostUnreachable, connection.Error);
    }

    [Fact]
    public void A_soft_error_is_forgotten_when_the_other_end_answers()
    {
        TcpConnection connection = _bench.Connect();
        _bench.Poll();
        _bench.Error(3, 1, _bench.Sends("SYN seq=300"));
        _bench.Arrives("SYN,ACK seq=100 ack=301 win=4096");
        Assert.Equal(TcpState.Established, connection.State);
        Assert.Equal(SocketError.Success, connection.Error);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(10)]
    public void No_error_ends_a_connection_that_is_there(int code)
    {
        // RFC 5927 §5.2: a stranger might have sent it.
        TcpConnection connection = _bench.Established();
        _bench.Error(3, code, InFlight(connection));
        Assert.Equal(TcpState.Established, connection.State);
        _bench.Arrives("ACK seq=101 ack=311 win=4096");
        Assert.Equal(0, connection.Unacknowledged);
    }

    [Fact]
    public void The_error_is_the_reason_if_the_connection_times_out()
    {
        TcpConnection connection = _bench.Established();
        _bench.Error(3, 1, InFlight(connection));
        _bench.Advance(1_000_000);
        Assert.Equal(SocketError.HostUnreachable, connection.Error);
    }

    [Fact]
    public void An_error_about_what_is_not_on_its_way_is_none()
    {
        // RFC 5927 §4.1.
        TcpConnection connection = _bench.Established();
        Segment sent = InFlight(connection);
        _bench.Arrives("ACK seq=101 ack=311 win=4096");
        _bench.Error(3, 1, sent);
        InFlight(connection);
        _bench.Advance(1_000_000);
        Assert.Equal(SocketError.TimedOut, connection.Error);
    }

    [Theory]
    [InlineData(-1, SocketError.TimedOut)]
    [InlineData(0, SocketError.HostUnreachable)]
    [InlineData(9, SocketError.HostUnreachable)]
    [InlineData(10, SocketError.TimedOut)]
    public void What_is_on_its_way_begins_at_SND_UNA_and_ends_before_SND_NXT(int at, SocketError reason)
    {
        TcpConnection connection = _bench.Established();
        Segment sent = InFlight(connection);
        BigEndian.WriteUInt32(sent.Frame, EthernetHeader.Length + IPv4Header.MinLength + TcpHeader.SequenceNumber, sent.WireSeq + (uint)at);
        _bench.Error(3, 1, sent);
        _bench.Advance(1_000_000);
        Assert.Equal(reason, connection.Error);
    }

    [Theory]
    [InlineData(0, 192, 168, 7, 9)]
    [InlineData(4, 224, 0, 0, 1)]
    [InlineData(4, 255, 255, 255, 255)]
    public void An_error_about_a_packet_that_this_host_has_not_sent_is_dropped(int at, byte a, byte b, byte c, byte d)
    {
        // RFC 1122 §3.2.2: the source must be this host's, the destination one host.
        TcpConnection connection = _bench.Connect();
        _bench.Poll();
        Segment sent = _bench.Sends("SYN seq=300");
        new byte[] { a, b, c, d }.CopyTo(sent.Frame, EthernetHeader.Length + IPv4Header.Source + at);
        _bench.Error(3, 3, sent);
        Assert.Equal(TcpState.SynSent, connection.State);
        Assert.Equal(1, _bench.Count(IcmpCounter.Invalid));
    }

    [Fact]
    public void An_error_is_forgotten_when_the_other_end_acknowledges_something()
    {
        TcpConnection connection = _bench.Established();
        _bench.Error(3, 1, InFlight(connection));
        _bench.Arrives("ACK seq=101 ack=311 win=4096");
        InFlight(connection);
        _bench.Advance(1_000_000);
        Assert.Equal(SocketError.TimedOut, connection.Error);
    }

    [Fact]
    public void An_error_that_quotes_too_little_is_dropped()
    {
        TcpConnection connection = _bench.Connect();
        _bench.Poll();
        byte[] quoted = [.. _bench.Sends("SYN seq=300").Frame.AsSpan(EthernetHeader.Length, 27)];
        _bench.Link.Arrive(Frames.Icmp(3, 3, 0, quoted));
        _bench.Poll();
        Assert.Equal(TcpState.SynSent, connection.State);
        Assert.Equal(1, _bench.Count(IcmpCounter.Invalid));
    }

    [Fact]
    public void An_error_about_no_connection_of_this_host_does_no_harm()
    {
        TcpConnection connection = _bench.Connect();
        _bench.Poll();
        Segment sent = _bench.Sends("SYN seq=300");
        sent.Frame[EthernetHeader.Length + IPv4Header.MinLength + TcpHeader.DestinationPort] ^= 1;
        _bench.Error(3, 3, sent);
        Assert.Equal(TcpState.SynSent, connection.State);
        Assert.Equal(1, _bench.Count(IcmpCounter.Errors));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(255)]
    public void An_error_does_not_make_a_source_of_an_address_that_no_other_host_can_have(int host)
    {
        // The own address, and everybody's.
        uint address = TcpBench.Address(host);
        byte[] quoted = [.. Frames.Tcp(new byte[20], Frames.Own, address).AsSpan(EthernetHeader.Length, 28)];
        _bench.Link.Arrive(Frames.Icmp(3, 3, 0, quoted));
        _bench.Link.Arrive(Frames.Tcp([0x12, 0x34, 0, 9, 0, 0, 0, 1, 0, 0, 0, 0, 0x50, TcpHeader.Syn, 1, 0, 0, 0, 0, 0], address));
        _bench.Poll();
        Assert.Equal(1, _bench.Count(IcmpCounter.Invalid));
        Assert.Equal(1, _bench.Count(IPv4Counter.Invalid));
    }

    private Segment InFlight(TcpConnection connection)
    {
        _bench.Write(connection, 10);
        _bench.Poll();
        return _bench.Sends("ACK len=10");
    }
}
