// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>TIME-WAIT (RFC 9293 §3.10.7.4, §3.6.1). It has a table apart from the connections.</summary>
public class TimeWaitTests
{
    private readonly TcpBench _bench = new();

    [Fact]
    public void It_lasts_twice_the_maximum_segment_lifetime_and_not_a_millisecond_longer()
    {
        TcpConnection connection = _bench.In(TcpState.TimeWait);
        _bench.Advance(59_999);
        Assert.Equal(TcpState.TimeWait, connection.State);
        _bench.Advance(1);
        Assert.Equal(TcpState.Closed, connection.State);
        Assert.Equal(SocketError.Success, connection.Error);
    }

    [Fact]
    public void The_other_ends_FIN_again_is_acknowledged_and_starts_the_time_over()
    {
        _bench.In(TcpState.TimeWait).Close();
        _bench.Advance(50_000);
        _bench.Arrives("FIN,ACK seq=101 ack=302 win=4096");
        _bench.Sends("ACK seq=302 ack=102");
        _bench.Advance(59_999);
        Assert.Equal(1, _bench.Tcp.CountConnections(TcpState.TimeWait));
        _bench.Advance(1);
        Assert.Equal(0, _bench.Tcp.CountConnections(TcpState.TimeWait));
    }

    [Theory]
    [InlineData("FIN,ACK seq=5000 ack=302 win=4096")]
    [InlineData("FIN,ACK seq=90 ack=302 win=4096")]
    [InlineData("FIN,ACK seq=2147483750 ack=302 win=4096")]
    public void A_FIN_that_is_not_the_other_ends_does_not_start_the_time_over(string arrives)
    {
        _bench.In(TcpState.TimeWait).Close();
        _bench.Advance(50_000);
        _bench.Arrives(arrives);
        _bench.Sends("ACK seq=302 ack=102");
        _bench.Advance(10_000);
        Assert.Equal(0, _bench.Tcp.CountConnections(TcpState.TimeWait));
    }

    [Fact]
    public void An_ACK_at_the_next_number_is_not_answered()
    {
        _bench.In(TcpState.TimeWait);
        _bench.Arrives("ACK seq=102 ack=302 win=4096");
        _bench.SendsNothing();
    }

    [Fact]
    public void Old_text_is_answered_with_an_ACK()
    {
        _bench.In(TcpState.TimeWait);
        _bench.Arrives("ACK seq=91 ack=302 win=4096 len=10");
        _bench.Sends("ACK seq=302 ack=102");
    }

    [Fact]
    public void It_occupies_no_connection_once_the_application_has_closed()
    {
        _bench.In(TcpState.TimeWait).Close();
        Assert.Equal(8, _bench.Tcp.CountConnections(TcpState.Closed));
        Assert.Equal(1, _bench.Tcp.CountConnections(TcpState.TimeWait));
    }

    [Fact]
    public void A_SYN_with_a_higher_number_opens_the_connection_anew_with_a_higher_number()
    {
        _bench.In(TcpState.TimeWait).Close();
        _bench.Arrives("FIN,ACK seq=101 ack=302 win=4096");
        uint next = _bench.Sends("ACK seq=302 ack=102").WireSeq;
        _bench.Arrives("SYN seq=103 win=4096");
        Segment answer = _bench.Sends("SYN,ACK ack=104");
        Assert.True((int)(answer.WireSeq - next) > 0);
        Assert.Equal(0, _bench.Tcp.CountConnections(TcpState.TimeWait));
        Assert.Equal(1, _bench.Tcp.CountConnections(TcpState.SynReceived));
    }

    [Fact]
    public void A_SYN_that_finds_the_backlog_full_leaves_it_as_it_is()
    {
        _bench.In(TcpState.TimeWait).Close();
        for (int port = 6000; port < 6004; port++)
        {
            _bench.Arrives($"SYN from={port} seq=100 win=4096");
            _bench.Sends($"SYN,ACK to={port}");
            _bench.Arrives($"ACK from={port} seq=101 ack=301 win=4096");
        }

        _bench.Arrives("SYN seq=103 win=4096");
        _bench.SendsNothing();
        Assert.Equal(1, _bench.Count(TcpCounter.BacklogFull));
        Assert.Equal(1, _bench.Tcp.CountConnections(TcpState.TimeWait));
    }

    [Fact]
    public void The_new_number_exceeds_the_old_ones_even_if_the_clock_does_not()
    {
        TcpConnection connection = _bench.Established("SYN seq=100 win=65535 mss=1460");
        uint next = 301;

        // 200 kB in no time: far more than the 250 numbers a millisecond that the clock gives.
        for (int i = 0; i < 100; i++)
        {
            _bench.Write(connection, 2000);
            _bench.Poll();
            next += 2000;
            while (_bench.Link.Sent.Count > 0)
            {
                _bench.Sends(_bench.Link.Sent.Peek().Length == 1514 ? "ACK len=1460" : "ACK len=540");
            }

            _bench.Arrives($"ACK seq=101 ack={next} win=65535");
        }

        connection.Close();
        _bench.Poll();
        uint last = _bench.Sends("FIN,ACK").WireSeq;
        _bench.Arrives($"FIN,ACK seq=101 ack={next + 1} win=4096");
        _bench.Sends("ACK ack=102");
        _bench.Arrives("SYN seq=1000 win=4096");
        Assert.True((int)(_bench.Sends("SYN,ACK ack=1001").WireSeq - last) > 1);
    }

    [Fact]
    public void The_wire_numbers_wrap_in_the_comparison()
    {
        var bench = new TcpBench();
        TcpConnection connection = bench.Established("SYN seq=4294967290 win=4096");
        connection.Close();
        bench.Poll();
        bench.Sends("FIN,ACK seq=301");
        bench.Arrives("FIN,ACK seq=4294967291 ack=302 win=4096");
        bench.Sends("ACK seq=302 ack=4294967292");
        bench.Arrives("SYN seq=10 win=4096");
        bench.Sends("SYN,ACK ack=11");
    }

    [Theory]
    [InlineData(101)]
    [InlineData(50)]
    [InlineData(2147483751)]
    public void A_SYN_with_a_lower_number_is_answered_with_an_ACK(uint seq)
    {
        _bench.In(TcpState.TimeWait);
        _bench.Arrives($"SYN seq={seq} win=4096");
        _bench.Sends("ACK seq=302 ack=102");
        Assert.Equal(1, _bench.Tcp.CountConnections(TcpState.TimeWait));
    }

    [Fact]
    public void When_the_table_is_full_the_one_that_waits_longest_is_forgotten_and_its_owner_told()
    {
        var bench = new TcpBench(options => options.TimeWaitEntries = 3);
        TcpListener listener = bench.Listen();
        var connections = new List<TcpConnection>();
        for (int port = 5000; port < 5005; port++)
        {
            bench.Arrives($"SYN from={port} seq=100 win=4096");
            bench.Sends($"SYN,ACK to={port} seq=300");
            bench.Arrives($"ACK from={port} seq=101 ack=301 win=4096");
            TcpConnection connection = listener.Accept()!;
            connections.Add(connection);
            connection.Shutdown(SocketShutdown.Send);
            bench.Poll();
            bench.Sends($"FIN,ACK to={port} seq=301");
            bench.Arrives($"FIN,ACK from={port} seq=101 ack=302 win=4096");
            bench.Sends($"ACK to={port} seq=302 ack=102");
        }

        Assert.Equal(3, bench.Tcp.CountConnections(TcpState.TimeWait));
        Assert.Equal(2, bench.Count(TcpCounter.TimeWaitEvicted));
        Assert.Equal([TcpState.Closed, TcpState.Closed, TcpState.TimeWait, TcpState.TimeWait, TcpState.TimeWait], connections.Select(connection => connection.State));
        bench.Arrives("FIN,ACK from=5000 seq=101 ack=302 win=4096");
        bench.Sends("RST to=5000 seq=302");
        bench.Arrives("FIN,ACK from=5002 seq=101 ack=302 win=4096");
        bench.Sends("ACK to=5002 seq=302 ack=102");
    }
}
