// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>The controller has no room for a frame. It leaves with a later poll.</summary>
public class LinkBusyTests
{
    private readonly TcpBench _bench = new();

    private void Free()
    {
        _bench.Link.Room = int.MaxValue;
        Assert.True(_bench.UntilSends() <= 1);
    }

    private void PollNowAndThen(int milliseconds)
    {
        for (int passed = 0; passed < milliseconds; passed += 1000)
        {
            _bench.Advance(1000);
        }
    }

    [Fact]
    public void A_SYN_leaves_later()
    {
        TcpConnection connection = _bench.Connect();
        _bench.Link.Room = 0;
        _bench.Advance(5000);
        _bench.SendsNothing();
        Assert.Equal(TcpState.SynSent, connection.State);
        Free();
        _bench.Sends("SYN seq=300");
        Assert.Equal(0, _bench.Count(TcpCounter.Retransmissions));
    }

    [Theory]
    [InlineData("SYN seq=300", false)]
    [InlineData("SYN,ACK seq=300 ack=101", true)]
    public void A_SYN_that_is_sent_again_later_than_its_timer_wanted_has_its_full_timeout_from_then(string again, bool isSimultaneous)
    {
        _bench.Connect();
        _bench.Poll();
        _bench.Sends("SYN seq=300");
        if (isSimultaneous)
        {
            _bench.Arrives("SYN seq=100 win=4096");
            _bench.Sends("SYN,ACK seq=300 ack=101");
        }

        _bench.Link.Room = 0;
        _bench.Advance(1300);
        _bench.SendsNothing();
        Free();
        _bench.Sends(again);
        Assert.Equal(1000, _bench.UntilSends());
        _bench.Sends(again);
    }

    [Fact]
    public void An_open_ends_in_time_even_if_the_SYN_never_leaves()
    {
        TcpConnection connection = _bench.Connect();
        _bench.Link.Room = 0;
        PollNowAndThen(300_000);
        Assert.Equal(SocketError.TimedOut, connection.Error);
    }

    [Fact]
    public void A_connection_ends_in_time_even_if_its_text_never_leaves()
    {
        TcpConnection connection = _bench.Established();
        _bench.Link.Room = 0;
        _bench.Write(connection, 100);
        PollNowAndThen(1_000_000);
        Assert.Equal(SocketError.TimedOut, connection.Error);
    }

    [Fact]
    public void A_SYN_ACK_leaves_later()
    {
        _bench.Listen();
        _bench.Link.Room = 0;
        _bench.Arrives("SYN seq=100 win=4096");
        _bench.Advance(10);
        _bench.Link.Room = int.MaxValue;
        Assert.InRange(_bench.UntilSends(), 1, 10);
        _bench.Sends("SYN,ACK seq=300 ack=101");
        Assert.Equal(1000, _bench.UntilSends());
    }

    [Fact]
    public void A_handshake_ends_in_time_even_if_the_SYN_ACK_never_leaves()
    {
        _bench.Listen();
        _bench.Link.Room = 0;
        _bench.Arrives("SYN seq=100 win=4096");
        Assert.Equal(1, _bench.Tcp.CountConnections(TcpState.SynReceived));
        _bench.Advance(300_000);
        Assert.Equal(0, _bench.Tcp.CountConnections(TcpState.SynReceived));
    }

    [Fact]
    public void Data_leaves_later_and_in_order()
    {
        TcpConnection connection = _bench.Established();
        _bench.Write(connection, 2000);
        connection.Shutdown(SocketShutdown.Send);
        _bench.Link.Room = 1;
        _bench.Poll();
        _bench.Sends("ACK seq=301 len=1000");
        _bench.Advance(10);
        _bench.SendsNothing();
        Free();
        _bench.Sends("FIN,ACK seq=1301 len=1000");
        _bench.SendsNothing();
        Assert.Equal(0, _bench.Count(Counter.LinkBusy));
    }

    [Fact]
    public void An_acknowledgment_leaves_later()
    {
        _bench.Established();
        _bench.Link.Room = 0;
        _bench.Arrives("FIN,ACK seq=101 ack=301 win=4096 len=10");
        _bench.Advance(10);
        Free();
        _bench.Sends("ACK seq=301 ack=112");
    }

    [Fact]
    public void The_acknowledgment_of_the_last_FIN_that_found_no_room_leaves_when_the_FIN_comes_again()
    {
        TcpConnection connection = _bench.In(TcpState.FinWait2);
        _bench.Link.Room = 0;
        _bench.Arrives("FIN,ACK seq=101 ack=302 win=4096");
        Assert.Equal(TcpState.TimeWait, connection.State);
        _bench.Link.Room = 1;
        _bench.Arrives("FIN,ACK seq=101 ack=302 win=4096");
        _bench.Sends("ACK seq=302 ack=102");
    }

    [Fact]
    public void A_retransmission_leaves_later()
    {
        TcpConnection connection = _bench.Established();
        _bench.Write(connection, 10);
        _bench.Poll();
        _bench.Sends("ACK seq=301 len=10");
        _bench.Link.Room = 0;
        _bench.Advance(200);
        Free();
        _bench.Sends("ACK seq=301 len=10");
    }

    [Fact]
    public void A_probe_of_a_closed_window_that_found_no_room_is_followed_by_the_next()
    {
        TcpConnection connection = _bench.Established();
        _bench.Arrives("ACK seq=101 ack=301 win=0");
        _bench.Write(connection, 10);
        _bench.Link.Room = 0;
        _bench.Advance(200);
        _bench.Link.Room = int.MaxValue;
        Assert.Equal(400, _bench.UntilSends());
        _bench.Sends("ACK seq=301 len=1");
    }

    [Fact]
    public void An_RST_that_is_lost_is_counted_and_sent_again_for_the_next_segment()
    {
        _bench.Link.Room = 0;
        _bench.Arrives("SYN seq=100");
        Assert.Equal(1, _bench.Count(Counter.LinkBusy));
        _bench.Link.Room = 1;
        _bench.Arrives("SYN seq=100");
        _bench.Sends("RST,ACK seq=0 ack=101");
    }

    [Fact]
    public void Connections_that_wait_for_the_link_take_turns()
    {
        TcpListener listener = _bench.Listen();
        var connections = new List<TcpConnection>();
        for (int port = 5000; port < 5004; port++)
        {
            _bench.Arrives($"SYN from={port} seq=100 win=4096 mss=100");
            _bench.Sends("SYN,ACK");
            _bench.Arrives($"ACK from={port} seq=101 ack=301 win=4096");
            connections.Add(listener.Accept()!);
        }

        connections.ForEach(connection => _bench.Write(connection, 400));
        var order = new List<int>();
        for (int i = 0; i < 16; i++)
        {
            _bench.Link.Room = 1;
            _bench.Poll();
            order.Add(_bench.Sends("ACK len=100").DestinationPort);
        }

        Assert.Equal([4, 4, 4, 4], order.GroupBy(port => port).Select(group => group.Count()));
    }
}
