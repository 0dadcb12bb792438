// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>ABORT (RFC 9293 §3.10.5).</summary>
public class AbortTests
{
    private readonly TcpBench _bench = new();

    [Theory]
    [InlineData(TcpState.Established)]
    [InlineData(TcpState.FinWait1)]
    [InlineData(TcpState.FinWait2)]
    [InlineData(TcpState.CloseWait)]
    public void It_sends_an_RST_at_the_next_number(TcpState state)
    {
        _bench.In(state).Abort();
        Segment reset = _bench.Sends($"RST,ACK seq={States.SndNxt(state)} ack={States.RcvNxt(state)}");
        Assert.Equal(0, reset.Win);
        _bench.SendsNothing();
        Assert.Equal(8, _bench.Tcp.CountConnections(TcpState.Closed));
        _bench.Advance(600_000);
        _bench.SendsNothing();
    }

    [Fact]
    public void In_TIME_WAIT_it_sends_nothing_and_the_other_ends_FIN_is_still_acknowledged()
    {
        _bench.In(TcpState.TimeWait).Abort();
        _bench.SendsNothing();
        Assert.Equal(8, _bench.Tcp.CountConnections(TcpState.Closed));
        Assert.Equal(1, _bench.Tcp.CountConnections(TcpState.TimeWait));
        _bench.Arrives("FIN,ACK seq=101 ack=302 win=4096");
        _bench.Sends("ACK seq=302 ack=102");
    }

    [Fact]
    public void Data_not_sent_yet_is_lost_and_the_RST_stands_behind_what_was_sent()
    {
        var bench = new TcpBench();
        TcpConnection connection = bench.Established("SYN seq=100 win=600 mss=1000");
        bench.Write(connection, 1500);
        bench.Poll();
        bench.Sends("ACK seq=301 len=600");
        connection.Abort();
        bench.Sends("RST,ACK seq=901");
        bench.Advance(600_000);
        bench.SendsNothing();
    }

    [Fact]
    public void After_it_the_connection_is_unknown()
    {
        _bench.In(TcpState.Established).Abort();
        _bench.Sends("RST,ACK seq=301");
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=5");
        _bench.Sends("RST seq=301");
    }

    [Fact]
    public void A_second_abort_or_close_does_nothing()
    {
        TcpConnection connection = _bench.In(TcpState.Established);
        connection.Abort();
        _bench.Sends("RST,ACK seq=301");
        connection.Abort();
        connection.Close();
        _bench.Poll();
        _bench.SendsNothing();
        Assert.Equal(8, _bench.Tcp.CountConnections(TcpState.Closed));
    }

    [Fact]
    public void Another_address_ends_all_connections_without_a_word()
    {
        TcpConnection connection = _bench.In(TcpState.Established);
        _bench.Ip.Configure(new HostAddress(Frames.Own + 1), 24, HostAddress.Any);
        Assert.Equal(TcpState.Closed, connection.State);
        Assert.Equal(SocketError.ConnectionAborted, connection.Error);
        Assert.Equal(0, connection.Receive(new byte[1], 0, 1, out SocketError error));
        Assert.Equal(SocketError.ConnectionAborted, error);
    }

    [Fact]
    public void Another_gateway_and_mask_of_the_same_address_end_no_connection()
    {
        TcpConnection connection = _bench.In(TcpState.Established);
        HostAddress before = _bench.Ip.Address;
        _bench.Ip.Configure(new HostAddress(Frames.Own), 16, new HostAddress(Frames.Own + 7));
        Assert.Equal(TcpState.Established, connection.State);
        Assert.Equal(16, _bench.Ip.PrefixLength);
        Assert.Same(before, _bench.Ip.Address);
    }

    [Fact]
    public void After_another_address_a_host_known_before_is_known_anew()
    {
        _bench.In(TcpState.Established).Abort();
        _bench.Ip.Configure(new HostAddress(Frames.Own + 1), 24, HostAddress.Any);
        Segment syn = Segment.Parse("SYN seq=100 win=4096");
        syn.SourcePort = TcpBench.PeerPort;
        syn.DestinationPort = TcpBench.Port + 1;
        _bench.Link.Arrive(Frames.Tcp(syn.ToBytes(), TcpBench.Address(syn.Host), Frames.Own + 1));
        _bench.Poll();

        // The sum of both addresses is part of its checksum.
        Assert.Equal(0, _bench.Count(TcpCounter.ChecksumError));
        Assert.Equal(1, _bench.Count(TcpCounter.PortClosed));
    }

    [Fact]
    public void Another_address_ends_TIME_WAIT()
    {
        TcpConnection connection = _bench.In(TcpState.TimeWait);
        _bench.Ip.Configure(new HostAddress(Frames.Own + 1), 24, HostAddress.Any);
        Assert.Equal(0, _bench.Tcp.CountConnections(TcpState.TimeWait));
        Assert.Equal(TcpState.Closed, connection.State);
    }
}
