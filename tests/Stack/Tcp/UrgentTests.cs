// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>Urgent text (RFC 9293 §3.8.5, RFC 6093). It is part of the stream, and both ends know how far it goes.</summary>
public class UrgentTests
{
    private readonly TcpBench _bench = new();
    private readonly TcpConnection _connection;

    public UrgentTests() => _connection = _bench.Established();

    [Fact]
    public void The_pointer_counts_from_the_segment_to_the_last_urgent_byte()
    {
        _bench.Write(_connection, 50);
        Urgent(10);
        _bench.Poll();
        _bench.Sends("ACK,URG seq=301 len=60 urg=59");
    }

    [Fact]
    public void Every_segment_in_front_of_its_end_points_there_and_none_behind()
    {
        _bench.Write(_connection, 1000);
        Urgent(500);
        _bench.Write(_connection, 500);
        Urgent(0);
        _bench.Write(_connection, 48);
        _bench.Poll();
        _bench.Sends("ACK,URG seq=301 len=1000 urg=1499");
        _bench.Sends("ACK,URG seq=1301 len=1000 urg=499");
        _bench.Sends("ACK seq=2301 len=48 urg=0");
    }

    [Fact]
    public void It_may_have_any_length()
    {
        // MUST-31.
        var bench = new TcpBench(options => options.SendBuffer = 100_000);
        TcpConnection connection = bench.Established("SYN seq=100 win=2000 mss=1000");
        Assert.Equal(80_000, connection.SendUrgent(new byte[80_000], 0, 80_000, out _));
        bench.Poll();
        bench.Sends("ACK,URG seq=301 len=1000 urg=65535");
    }

    [Fact]
    public void It_is_told_at_once_though_the_window_is_closed()
    {
        _bench.Arrives("ACK seq=101 ack=301 win=0");
        Urgent(10);
        _bench.Poll();
        _bench.Sends("ACK,URG seq=301 ack=101 len=0 urg=9");
    }

    [Fact]
    public void A_short_one_does_not_wait_for_Nagle()
    {
        var bench = new TcpBench(options => options.Server = new TcpConnectionOptions());
        TcpConnection connection = bench.Established();
        bench.Write(connection, 10);
        bench.Poll();
        bench.Sends("ACK seq=301 len=10");
        connection.SendUrgent(new byte[5], 0, 5, out _);
        bench.Poll();
        bench.Sends("ACK,URG seq=311 len=5 urg=4");
    }

    [Fact]
    public void Acknowledged_it_is_over()
    {
        Urgent(10);
        _bench.Poll();
        _bench.Sends("ACK,URG seq=301 len=10");
        _bench.Arrives("ACK seq=101 ack=311 win=4096");
        _bench.Write(_connection, 10);
        _bench.Poll();
        _bench.Sends("ACK seq=311 len=10 urg=0");
    }

    [Fact]
    public void Acknowledged_it_lets_short_segments_wait_for_Nagle_again()
    {
        var bench = new TcpBench(options => options.Server = new TcpConnectionOptions());
        TcpConnection connection = bench.Established();
        connection.SendUrgent(new byte[5], 0, 5, out _);
        bench.Poll();
        bench.Sends("ACK,URG seq=301 len=5 urg=4");
        bench.Write(connection, 5);
        bench.Poll();
        bench.Sends("ACK seq=306 len=5");
        bench.Arrives("ACK seq=101 ack=306 win=4096");
        bench.Write(connection, 5);
        bench.Poll();
        bench.SendsNothing();
    }

    [Fact]
    public void Another_connections_segments_do_not_point()
    {
        Urgent(10);
        _bench.Poll();
        _bench.Sends("ACK,URG seq=301 len=10 urg=9");
        _bench.Arrives("SYN seq=100 from=5001 win=4096");
        _bench.Sends("SYN,ACK to=5001 urg=0");
        _bench.Arrives("ACK seq=101 ack=301 from=5001 win=4096 len=10");
        _bench.UntilSends();
        _bench.Sends("ACK to=5001 ack=111 urg=0");
    }

    [Fact]
    public void The_application_is_told_that_it_comes_and_how_much_is_left()
    {
        // MUST-32, MUST-33.
        Assert.Equal(0, _connection.UrgentCount);
        _bench.Arrives("ACK,URG seq=101 ack=301 win=4096 len=100 urg=149");
        Assert.Equal(150, _connection.UrgentCount);
        Assert.Equal(TcpBench.Text(101, 100), _bench.Read(_connection));
        Assert.Equal(50, _connection.UrgentCount);
        _bench.Arrives("ACK seq=201 ack=301 win=4096 len=100");
        Assert.Equal(50, _connection.UrgentCount);
        Assert.Equal(TcpBench.Text(201, 50), _bench.Read(_connection, 50));
        Assert.Equal(0, _connection.UrgentCount);
        Assert.Equal(TcpBench.Text(251, 50), _bench.Read(_connection));
    }

    [Fact]
    public void An_announcement_without_text_counts_even_while_the_window_is_closed()
    {
        // MUST-66.
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=1000");
        _bench.Arrives("ACK seq=1101 ack=301 win=4096 len=1000");
        _bench.Arrives("ACK seq=2101 ack=301 win=4096 len=48");
        _bench.Link.Sent.Clear();
        _bench.Arrives("ACK,URG seq=2149 ack=301 win=4096 len=1 urg=9");
        Assert.Equal(2058, _connection.UrgentCount);
        Assert.Equal(2048, _connection.Available);
    }

    [Fact]
    public void The_end_moves_on_and_never_back()
    {
        _bench.Arrives("ACK,URG seq=101 ack=301 win=4096 len=10 urg=99");
        _bench.Arrives("ACK,URG seq=111 ack=301 win=4096 len=10 urg=49");
        Assert.Equal(100, _connection.UrgentCount);
        _bench.Arrives("ACK,URG seq=121 ack=301 win=4096 len=10 urg=99");
        Assert.Equal(120, _connection.UrgentCount);
    }

    [Fact]
    public void The_pointer_means_nothing_without_URG()
    {
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=10 urg=99");
        Assert.Equal(0, _connection.UrgentCount);
    }

    private void Urgent(int length)
    {
        Assert.Equal(length, _connection.SendUrgent(new byte[length], 0, length, out SocketError error));
        Assert.Equal(SocketError.Success, error);
    }
}
