// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>
/// FIN-WAIT-2 of a connection that the application has closed (RFC 9293 §3.10.7.4). It has a table apart from the connections. The other end's next
/// number is 101, the stack's 302.
/// </summary>
public class FinWait2Tests
{
    private readonly TcpBench _bench = new();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_occupies_no_connection_whether_the_close_or_the_acknowledgment_comes_last(bool closesLast)
    {
        if (closesLast)
        {
            _bench.In(TcpState.FinWait2).Close();
        }
        else
        {
            TcpConnection connection = _bench.Established();
            connection.Close();
            _bench.Poll();
            _bench.Sends("FIN,ACK seq=301 ack=101");
            _bench.Arrives("ACK seq=101 ack=302 win=4096");
        }

        _bench.SendsNothing();
        Assert.Equal(8, _bench.Tcp.CountConnections(TcpState.Closed));
        Assert.Equal(1, _bench.Tcp.CountConnections(TcpState.FinWait2));
    }

    [Theory]
    [InlineData("FIN,ACK seq=101 ack=302 win=4096")]
    [InlineData("FIN,ACK seq=91 ack=302 win=4096 len=10")] // text that was taken before
    public void The_FIN_is_acknowledged_and_TIME_WAIT_follows(string arrives)
    {
        Leave();
        _bench.Arrives(arrives);
        _bench.Sends("ACK seq=302 ack=102");
        Assert.Equal(0, _bench.Tcp.CountConnections(TcpState.FinWait2));
        Assert.Equal(1, _bench.Tcp.CountConnections(TcpState.TimeWait));
        _bench.Arrives("FIN,ACK seq=101 ack=302 win=4096");
        _bench.Sends("ACK seq=302 ack=102");
    }

    [Theory]
    [InlineData("ACK seq=101 ack=302 win=4096 len=10")]
    [InlineData("ACK seq=111 ack=302 win=4096 len=10")] // behind a hole
    [InlineData("ACK seq=96 ack=302 win=4096 len=10")] // half of it new
    [InlineData("FIN,ACK seq=101 ack=302 win=4096 len=10")]
    public void Text_finds_nobody_to_read_it_and_is_answered_with_an_RST(string arrives)
    {
        Leave();
        _bench.Arrives(arrives);
        _bench.Sends("RST seq=302");
        Assert.Equal(1, _bench.Count(TcpCounter.DataAfterClose));
        Assert.Equal(0, _bench.Tcp.CountConnections(TcpState.FinWait2));
    }

    [Theory]
    [InlineData("ACK seq=91 ack=302 win=4096 len=10")] // old text
    [InlineData("ACK seq=5000 ack=302 win=4096 len=10")] // beyond the window
    [InlineData("FIN,ACK seq=90 ack=302 win=4096")]
    [InlineData("FIN,ACK seq=102 ack=302 win=4096")] // not the next
    [InlineData("ACK seq=50 ack=302 win=4096")] // a keep-alive probe
    [InlineData("ACK seq=101 ack=303 win=4096")] // never sent (RFC 5961 §5.2)
    [InlineData("SYN seq=101 win=4096")] // RFC 5961 §4.2
    [InlineData("SYN seq=9000 win=4096")]
    [InlineData("RST seq=102")] // in the window, not the next: RFC 5961 §3.2
    public void What_may_be_old_or_forged_is_answered_with_the_truth_and_changes_nothing(string arrives)
    {
        Leave();
        _bench.Arrives(arrives);
        _bench.Sends("ACK seq=302 ack=101");
        Assert.Equal(1, _bench.Tcp.CountConnections(TcpState.FinWait2));
    }

    [Theory]
    [InlineData("ACK seq=101 ack=302 win=4096")]
    [InlineData("ACK seq=101 ack=301 win=4096")]
    [InlineData("ACK seq=2149 ack=302 win=4096")] // at the right edge of the window
    [InlineData("RST seq=5000")]
    [InlineData("RST seq=100")]
    [InlineData("FIN seq=101 win=4096")] // no ACK
    public void What_tells_nothing_is_not_answered(string arrives)
    {
        Leave();
        _bench.Arrives(arrives);
        _bench.SendsNothing();
        Assert.Equal(1, _bench.Tcp.CountConnections(TcpState.FinWait2));
    }

    [Fact]
    public void An_RST_at_the_next_number_ends_it()
    {
        Leave();
        _bench.Arrives("RST seq=101");
        _bench.SendsNothing();
        Assert.Equal(0, _bench.Tcp.CountConnections(TcpState.FinWait2));
        Assert.Equal(1, _bench.Count(TcpCounter.ResetsReceived));
    }

    [Fact]
    public void The_window_is_told_scaled_as_it_was_agreed_on()
    {
        var bench = new TcpBench(options => options.ReceiveBuffer = 200_000);
        TcpConnection connection = bench.Established("SYN seq=100 win=4096 wscale=7");
        connection.Close();
        bench.Poll();
        int window = bench.Sends("FIN,ACK seq=301 ack=101").Win!.Value;
        bench.Arrives("ACK seq=101 ack=302 win=4096");
        bench.Arrives("ACK seq=50 ack=302 win=4096");
        bench.Sends($"ACK seq=302 ack=101 win={window}");

        // All of it counts as window, so this is text in the window and no old segment.
        bench.Arrives("ACK seq=150101 ack=302 win=4096 len=10");
        bench.Sends("RST seq=302");
    }

    [Fact]
    public void Timestamps_go_on_and_an_old_segment_is_known_by_its_own()
    {
        var bench = new TcpBench(options => options.Timestamps = true);
        TcpConnection connection = bench.Established("SYN seq=100 win=4096 ts=7000/0");
        connection.Close();
        bench.Poll();
        bench.Sends("FIN,ACK seq=301 ack=101");
        bench.Arrives("ACK seq=101 ack=302 win=4096 ts=7100/500");
        bench.SendsNothing();

        // PAWS (RFC 7323 §5.3): text, but of an earlier time; and a segment that has none (§3.2).
        bench.Arrives("ACK seq=101 ack=302 win=4096 ts=7099/500 len=10");
        Assert.Equal(7100u, bench.Sends("ACK seq=302 ack=101").TimestampEcho);
        bench.Arrives("ACK seq=101 ack=302 win=4096 len=10");
        bench.SendsNothing();
        Assert.Equal(1, bench.Count(TcpCounter.TimestampOld));
        Assert.Equal(1, bench.Count(TcpCounter.TimestampMissing));

        bench.Arrives("FIN,ACK seq=101 ack=302 win=4096 ts=7200/500");
        Assert.Equal(7200u, bench.Sends("ACK seq=302 ack=102").TimestampEcho);
        Assert.Equal(1, bench.Tcp.CountConnections(TcpState.TimeWait));
    }

    [Fact]
    public void An_acknowledgment_that_is_owed_leaves_before_the_connection_does()
    {
        TcpConnection connection = _bench.In(TcpState.FinWait2);
        _bench.Arrives("ACK seq=101 ack=302 win=4096 len=10");
        _bench.SendsNothing();
        _bench.Read(connection);
        connection.Close();
        _bench.Sends("ACK seq=302 ack=111");
        Assert.Equal(1, _bench.Tcp.CountConnections(TcpState.FinWait2));
    }

    [Fact]
    public void When_the_table_is_full_the_one_that_waits_longest_is_forgotten()
    {
        var bench = new TcpBench(options => options.FinWait2Entries = 3);
        TcpListener listener = bench.Listen();
        for (int port = 5000; port < 5005; port++)
        {
            bench.Arrives($"SYN from={port} seq=100 win=4096");
            bench.Sends($"SYN,ACK to={port} seq=300");
            bench.Arrives($"ACK from={port} seq=101 ack=301 win=4096");
            listener.Accept()!.Close();
            bench.Poll();
            bench.Sends($"FIN,ACK to={port} seq=301");
            bench.Arrives($"ACK from={port} seq=101 ack=302 win=4096");
        }

        Assert.Equal(3, bench.Tcp.CountConnections(TcpState.FinWait2));
        Assert.Equal(2, bench.Count(TcpCounter.FinWait2Evicted));
        Assert.Equal(8, bench.Tcp.CountConnections(TcpState.Closed));
        bench.Arrives("FIN,ACK from=5001 seq=101 ack=302 win=4096");
        bench.Sends("RST to=5001 seq=302");
        bench.Arrives("FIN,ACK from=5002 seq=101 ack=302 win=4096");
        bench.Sends("ACK to=5002 seq=302 ack=102");
    }

    [Fact]
    public void Each_ends_in_its_own_time()
    {
        // A user timeout is shorter, so the connection with it ends first, although it came last.
        TcpListener listener = _bench.Listen();
        foreach ((int port, int userTimeout) in new[] { (5000, 0), (5001, 0), (5002, 1000) })
        {
            _bench.Arrives($"SYN from={port} seq=100 win=4096");
            _bench.Sends($"SYN,ACK to={port} seq=300");
            _bench.Arrives($"ACK from={port} seq=101 ack=301 win=4096");
            TcpConnection connection = listener.Accept()!;
            connection.Options = new TcpConnectionOptions { UserTimeout = userTimeout };
            connection.Close();
            _bench.Poll();
            _bench.Sends($"FIN,ACK to={port} seq=301");
            _bench.Arrives($"ACK from={port} seq=101 ack=302 win=4096");
            _bench.Advance(100);
        }

        _bench.Advance(899);
        Assert.Equal(3, _bench.Tcp.CountConnections(TcpState.FinWait2));
        _bench.Advance(1);
        Assert.Equal(2, _bench.Tcp.CountConnections(TcpState.FinWait2));
        _bench.Advance(58_799);
        Assert.Equal(2, _bench.Tcp.CountConnections(TcpState.FinWait2));
        _bench.Advance(1);
        Assert.Equal(1, _bench.Tcp.CountConnections(TcpState.FinWait2));
        _bench.Advance(100);
        Assert.Equal(0, _bench.Tcp.CountConnections(TcpState.FinWait2));
        _bench.SendsNothing();
    }

    [Fact]
    public void Its_pair_of_ports_is_not_used_again()
    {
        var bench = new TcpBench();
        TcpConnection connection = bench.Connect();
        bench.Poll();
        bench.Sends("SYN seq=300");
        bench.Arrives("SYN,ACK seq=100 ack=301 win=4096");
        bench.Sends("ACK seq=301 ack=101");
        connection.Close();
        bench.Poll();
        bench.Sends("FIN,ACK seq=301 ack=101");
        bench.Arrives("ACK seq=101 ack=302 win=4096");
        Assert.Equal(SocketError.AddressAlreadyInUse, bench.Tcp.Connect(Frames.PeerHost, TcpBench.PeerPort, TcpBench.Port, out _));
        bench.Arrives("RST seq=101");
        bench.Connect();
    }

    [Fact]
    public void With_the_address_it_goes_away()
    {
        Leave();
        _bench.Ip.Configure(new HostAddress(Frames.Own + 1), 24, HostAddress.Any);
        Assert.Equal(0, _bench.Tcp.CountConnections(TcpState.FinWait2));
    }

    private void Leave()
    {
        _bench.In(TcpState.FinWait2).Close();
    }
}
