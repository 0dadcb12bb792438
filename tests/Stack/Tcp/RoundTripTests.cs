// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>
/// The retransmission timeout (RFC 6298 §2), computed by hand. After a first round trip R it is SRTT + 4 RTTVAR = R + 4 R/2. Then RTTVAR = 3/4 RTTVAR
/// + 1/4 |SRTT - R| and SRTT = 7/8 SRTT + 1/8 R.
/// </summary>
public class RoundTripTests
{
    private readonly TcpBench _bench = new();
    private uint _seq = 301;

    private TcpConnection Open(int roundTrip)
    {
        TcpConnection connection = _bench.Connect();
        _bench.Poll();
        _bench.Sends("SYN seq=300");
        _bench.Advance(roundTrip);
        _bench.Arrives("SYN,ACK seq=100 ack=301 win=4096 mss=1000");
        _bench.Sends("ACK seq=301 ack=101");
        return connection;
    }

    private void RoundTrip(TcpConnection connection, int milliseconds)
    {
        _bench.Write(connection, 10);
        _bench.Poll();
        _bench.Sends($"ACK seq={_seq} len=10");
        _bench.Advance(milliseconds);
        _seq += 10;
        _bench.Arrives($"ACK seq=101 ack={_seq} win=4096");
        _bench.SendsNothing();
    }

    private long Timeout(TcpConnection connection)
    {
        _bench.Write(connection, 10);
        _bench.Poll();
        _bench.Sends($"ACK seq={_seq} len=10");
        long timeout = _bench.UntilSends();
        _bench.Sends($"ACK seq={_seq} len=10");
        return timeout;
    }

    [Theory]
    [InlineData(0, 200)]
    [InlineData(10, 210)]
    [InlineData(66, 266)]
    [InlineData(100, 300)]
    [InlineData(400, 1200)]
    [InlineData(999, 2997)]
    public void The_first_round_trip_sets_three_times_itself_but_200_ms_more_at_least(int roundTrip, int timeout)
    {
        Assert.Equal(timeout, Timeout(Open(roundTrip)));
    }

    [Fact]
    public void A_steady_round_trip_brings_the_timeout_down()
    {
        TcpConnection connection = Open(400);
        RoundTrip(connection, 400);

        // SRTT 400, RTTVAR 200 * 3/4 = 150.
        Assert.Equal(400 + 4 * 150, Timeout(connection));
    }

    [Fact]
    public void A_longer_round_trip_raises_the_timeout()
    {
        TcpConnection connection = Open(400);
        RoundTrip(connection, 800);

        // RTTVAR 3/4 * 200 + 1/4 * 400 = 250, SRTT 7/8 * 400 + 1/8 * 800 = 450.
        Assert.Equal(450 + 4 * 250, Timeout(connection));
    }

    [Fact]
    public void A_shorter_round_trip_counts_with_the_amount_of_its_difference()
    {
        TcpConnection connection = Open(400);
        RoundTrip(connection, 0);

        // RTTVAR 3/4 * 200 + 1/4 * 400 = 250, SRTT 7/8 * 400 = 350.
        Assert.Equal(350 + 4 * 250, Timeout(connection));
    }

    [Fact]
    public void What_is_sent_meanwhile_does_not_begin_the_measurement_anew()
    {
        TcpConnection connection = Open(400);
        _bench.Write(connection, 10);
        _bench.Poll();
        _bench.Advance(300);
        _bench.Write(connection, 10);
        _bench.Poll();
        _bench.Advance(500);
        _bench.Link.Sent.Clear();
        _seq += 20;
        _bench.Arrives($"ACK seq=101 ack={_seq} win=4096");
        Assert.Equal(450 + 4 * 250, Timeout(connection));
    }

    [Theory]
    [InlineData("")]
    [InlineData("len=1")]
    public void A_segment_is_measured_when_all_of_it_is_acknowledged(string text)
    {
        // In part, alone or with text, and then the rest.
        TcpConnection connection = Open(400);
        _bench.Write(connection, 500);
        _bench.Poll();
        _bench.Advance(100);
        _bench.Arrives($"ACK seq=101 ack={_seq + 100} win=4096 {text}");
        _bench.Advance(700);
        _bench.Link.Sent.Clear();
        _seq += 500;
        _bench.Arrives($"ACK seq={(text.Length > 0 ? 102 : 101)} ack={_seq} win=4096");
        Assert.Equal(450 + 4 * 250, Timeout(connection));
    }

    [Fact]
    public void A_segment_that_was_sent_again_is_not_measured()
    {
        // Karn's rule: its acknowledgment may be that of either.
        TcpConnection connection = Open(100);
        Assert.Equal(300, Timeout(connection));
        _bench.Advance(5);
        _seq += 10;
        _bench.Arrives($"ACK seq=101 ack={_seq} win=4096");

        // So the timeout stays doubled until something else is measured.
        Assert.Equal(600, Timeout(connection));
        _seq += 10;
        _bench.Arrives($"ACK seq=101 ack={_seq} win=4096");
        RoundTrip(connection, 100);

        // RTTVAR 3/4 * 50, four times which is below the bound.
        Assert.Equal(100 + 200, Timeout(connection));
    }

    [Fact]
    public void A_handshake_that_lost_its_SYN_starts_with_three_seconds()
    {
        // RFC 6298 §5.7.
        TcpConnection connection = _bench.Connect();
        _bench.Poll();
        _bench.Sends("SYN seq=300");
        _bench.UntilSends();
        _bench.Sends("SYN seq=300");
        _bench.Arrives("SYN,ACK seq=100 ack=301 win=4096");
        _bench.Sends("ACK seq=301 ack=101");
        Assert.Equal(3000, Timeout(connection));
    }

    [Fact]
    public void A_handshake_that_lost_many_SYNs_starts_with_three_seconds_too()
    {
        TcpConnection connection = _bench.Connect();
        for (int i = 0; i < 5; i++)
        {
            _bench.UntilSends();
            _bench.Sends("SYN seq=300");
        }

        _bench.Arrives("SYN,ACK seq=100 ack=301 win=4096");
        _bench.Sends("ACK seq=301 ack=101");
        Assert.Equal(3000, Timeout(connection));
    }

    [Fact]
    public void The_listening_end_that_lost_its_SYN_ACK_starts_with_three_seconds_too()
    {
        TcpListener listener = _bench.Listen();
        _bench.Arrives("SYN seq=100 win=4096");
        _bench.Sends("SYN,ACK seq=300");
        _bench.UntilSends();
        _bench.Sends("SYN,ACK seq=300");
        _bench.Arrives("ACK seq=101 ack=301 win=4096");
        Assert.Equal(3000, Timeout(listener.Accept()!));
    }
}
