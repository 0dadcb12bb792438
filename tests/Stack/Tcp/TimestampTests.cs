// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>Timestamps (RFC 7323 §3 and §4). The other end's are the real ones, and the stack's count from 500 at its SYN.</summary>
public class TimestampTests
{
    private const string Syn = "SYN seq=100 win=4096 mss=1000 ts=9000/0";

    private readonly TcpBench _bench = new(options => options.Timestamps = true);

    [Fact]
    public void They_are_offered_in_a_SYN_and_echo_nothing_there()
    {
        _bench.Connect();
        _bench.Poll();
        _bench.Sends("SYN seq=300 ts=500/0");
    }

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void They_are_used_if_both_ends_want_them(bool offered, bool wanted)
    {
        var bench = new TcpBench(options => options.Timestamps = wanted);
        bench.Listen();
        bench.Arrives($"SYN seq=100 win=4096{(offered ? " ts=9000/0" : "")}");
        Assert.Null(bench.Sends("SYN,ACK ack=101").TimestampValue);
        bench.Arrives("ACK seq=101 ack=301 win=4096 len=100");
        bench.UntilSends();
        Assert.Null(bench.Sends("ACK ack=201").TimestampValue);
    }

    [Fact]
    public void An_open_to_one_that_does_not_know_them_goes_on_without()
    {
        TcpConnection connection = _bench.Connect();
        _bench.Poll();
        _bench.Sends("SYN seq=300 ts=500/0");
        _bench.Arrives("SYN,ACK seq=100 ack=301 win=4096 mss=1000");
        Assert.Null(_bench.Sends("ACK ack=101").TimestampValue);
        _bench.Write(connection, 1000);
        _bench.Poll();
        Assert.Null(_bench.Sends("ACK seq=301 len=1000").TimestampValue);
    }

    [Fact]
    public void Every_segment_carries_the_clock_in_milliseconds_and_the_echo()
    {
        TcpConnection connection = _bench.Established(Syn);
        _bench.Advance(250);
        _bench.Write(connection, 10);
        _bench.Poll();
        _bench.Sends("ACK seq=301 len=10 ts=750/9000");
        _bench.Arrives("ACK seq=101 ack=311 win=4096 len=10 ts=9250/750");
        _bench.Advance(40);
        _bench.Sends("ACK ack=111 ts=790/9250");
        connection.Close();
        _bench.Sends("RST,ACK seq=311 ts=790/9250");
    }

    [Fact]
    public void A_segment_has_twelve_bytes_less_text()
    {
        // RFC 6691: the size that was offered does not count options.
        TcpConnection connection = _bench.Established(Syn);
        _bench.Write(connection, 2000);
        _bench.Poll();
        _bench.Sends("ACK seq=301 len=988");
        _bench.Sends("ACK seq=1289 len=988");
    }

    [Fact]
    public void A_delayed_acknowledgment_echoes_the_first_segment_that_it_acknowledges()
    {
        // §4.3: so the round trip contains the delay.
        _bench.Established(Syn);
        _bench.Queue(Segment.Parse("ACK seq=101 ack=301 win=4096 len=100 ts=9001/500"));
        _bench.Queue(Segment.Parse("ACK seq=201 ack=301 win=4096 len=100 ts=9002/500"));
        _bench.Poll();
        _bench.Sends("ACK ack=301 ts=*/9001");
    }

    [Fact]
    public void The_next_acknowledgment_echoes_the_next_segment()
    {
        _bench.Established(Syn);
        for (int i = 1; i <= 3; i++)
        {
            _bench.Arrives($"ACK seq={1 + i * 100} ack=301 win=4096 len=100 ts={9000 + i}/500");
            _bench.UntilSends();
            _bench.Sends($"ACK ack={101 + i * 100} ts=*/{9000 + i}");
        }
    }

    [Fact]
    public void Beyond_a_hole_the_last_segment_in_order_is_echoed_and_the_one_that_fills_it_then()
    {
        _bench.Established(Syn);
        _bench.Arrives("ACK seq=201 ack=301 win=4096 len=100 ts=9002/500");
        _bench.Sends("ACK ack=101 ts=*/9000");
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=100 ts=9003/500");
        _bench.Sends("ACK ack=301 ts=*/9003");
    }

    [Fact]
    public void What_was_sent_again_is_measured_by_the_echo_of_the_copy_that_came()
    {
        // §4.1: without timestamps the timeout would stay doubled.
        TcpConnection connection = _bench.Established(Syn);
        _bench.Write(connection, 10);
        _bench.Poll();
        _bench.Sends("ACK seq=301 len=10 ts=500/9000");
        Assert.Equal(200, _bench.UntilSends());
        _bench.Sends("ACK seq=301 len=10 ts=700/9000");
        _bench.Advance(80);
        _bench.Arrives("ACK seq=101 ack=311 win=4096 ts=9100/700");
        _bench.Write(connection, 10);
        _bench.Poll();
        _bench.Sends("ACK seq=311 len=10");

        // SRTT an eighth of 80, 200 above it.
        Assert.Equal(210, _bench.UntilSends());
    }

    [Fact]
    public void A_segment_without_them_is_dropped_once_they_were_agreed_on()
    {
        // §3.2.
        TcpConnection connection = _bench.Established(Syn);
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=100");
        _bench.SendsNothing();
        Assert.Equal(0, connection.Available);
        Assert.Equal(1, _bench.Count(TcpCounter.TimestampMissing));
    }

    [Theory]
    [InlineData(9000)]
    [InlineData(3_000_000_000)]
    public void The_last_step_of_a_handshake_without_them_is_dropped(uint timestamp)
    {
        TcpListener listener = _bench.Listen();
        _bench.Arrives($"SYN seq=100 win=4096 ts={timestamp}/0");
        _bench.Sends("SYN,ACK ack=101");
        _bench.Arrives("ACK seq=101 ack=301 win=4096");
        Assert.False(listener.Pending());
        _bench.Arrives($"ACK seq=101 ack=301 win=4096 ts={timestamp}/500");
        Assert.True(listener.Pending());
    }

    [Fact]
    public void An_RST_without_them_counts()
    {
        TcpConnection connection = _bench.Established(Syn);
        _bench.Arrives("RST seq=101");
        Assert.Equal(SocketError.ConnectionReset, connection.Error);
    }

    [Fact]
    public void Every_host_sees_a_clock_with_a_start_of_its_own()
    {
        // §7.1: so nobody learns how long this one has been running.
        _bench.Resolve(3);
        _bench.Listen();
        _bench.Arrives("SYN seq=100 win=4096 ts=9000/0");
        byte[] first = _bench.Sends("SYN,ACK ack=101 ts=500/9000").Options;
        _bench.Arrives("SYN seq=100 win=4096 ts=9000/0 host=3");
        Assert.NotEqual(first, _bench.Sends("SYN,ACK ack=101 ts=500/9000 host=3").Options);
    }

    [Theory]
    [InlineData(true, true, new byte[] { 2, 4, 5, 180, 1, 3, 3, 0, 4, 2, 8, 10 })]
    [InlineData(false, true, new byte[] { 2, 4, 5, 180, 1, 3, 3, 0, 1, 1, 8, 10 })]
    [InlineData(true, false, new byte[] { 2, 4, 5, 180, 4, 2, 8, 10 })]
    public void The_options_of_a_SYN_stand_on_even_places(bool sack, bool scales, byte[] options)
    {
        // RFC 7323, appendix A.
        var bench = new TcpBench(configure =>
        {
            configure.Timestamps = true;
            configure.SelectiveAcks = sack;
            configure.WindowScaling = scales;
        });
        bench.Connect();
        bench.Poll();
        byte[] sent = bench.Sends("SYN seq=300").Options;
        Assert.Equal(options, sent[..options.Length]);
        Assert.Equal(options.Length + 8, sent.Length);
    }

    [Fact]
    public void A_header_ends_with_zeros()
    {
        // MUST-69.
        var bench = new TcpBench();
        bench.Connect();
        bench.Poll();
        Assert.Equal([2, 4, 5, 180, 1, 3, 3, 0, 4, 2, 0, 0], bench.Sends("SYN seq=300").Options);
    }
}
