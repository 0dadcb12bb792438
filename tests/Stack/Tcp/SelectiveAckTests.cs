// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>Selective acknowledgments sent (RFC 2018).</summary>
public class SelectiveAckTests
{
    private const string Syn = "SYN seq=100 win=4096 mss=1000 sackok";

    private readonly TcpBench _bench = new();

    [Fact]
    public void They_are_offered_in_a_SYN()
    {
        _bench.Connect();
        _bench.Poll();
        Assert.True(_bench.Sends("SYN seq=300").SackPermitted);
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void They_are_agreed_to_if_the_other_end_offers_them(bool offered, bool agreed)
    {
        _bench.Listen();
        _bench.Arrives($"SYN seq=100 win=4096{(offered ? " sackok" : "")}");
        Assert.Equal(agreed, _bench.Sends("SYN,ACK ack=101").SackPermitted);
    }

    [Fact]
    public void They_are_not_spoken_of_when_turned_off()
    {
        var bench = new TcpBench(options => options.SelectiveAcks = false);
        bench.Listen();
        bench.Arrives("SYN seq=100 win=4096 sackok");
        Assert.False(bench.Sends("SYN,ACK ack=101").SackPermitted);
        bench.Arrives("ACK seq=101 ack=301 win=4096");
        bench.Arrives("ACK seq=201 ack=301 win=4096 len=100");
        bench.Sends("ACK ack=101 sack=none");
    }

    [Fact]
    public void Without_the_other_ends_offer_text_beyond_a_hole_is_kept_all_the_same()
    {
        TcpConnection connection = _bench.Established();
        _bench.Arrives("ACK seq=201 ack=301 win=4096 len=100");
        _bench.Sends("ACK seq=301 ack=101 sack=none");
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=100");
        _bench.Sends("ACK seq=301 ack=301");
        Assert.Equal(TcpBench.Text(101, 200), _bench.Read(connection));
    }

    [Fact]
    public void Text_that_came_with_the_SYN_and_waits_does_not_stand_beyond_a_hole()
    {
        _bench.Connect();
        _bench.Poll();
        _bench.Sends("SYN seq=300");
        _bench.Arrives(new Segment { Flags = Segment.Parse("SYN").Flags, Seq = 100, Win = 4096, SackPermitted = true, Length = 3, Data = TcpBench.Text(101, 3) });
        _bench.Sends("SYN,ACK seq=300 ack=101");
        _bench.Arrives("ACK seq=50101 ack=301 win=4096 len=10");
        _bench.Sends("ACK seq=301 ack=101 sack=none");
    }

    [Fact]
    public void Text_beyond_a_hole_is_told_at_once()
    {
        _bench.Established(Syn);
        _bench.Arrives("ACK seq=201 ack=301 win=4096 len=100");
        _bench.Sends("ACK seq=301 ack=101 sack=201-301");
    }

    [Fact]
    public void The_block_of_the_segment_that_has_just_come_is_the_first()
    {
        _bench.Established(Syn);
        _bench.Arrives("ACK seq=201 ack=301 win=4096 len=100");
        _bench.Sends("ACK ack=101 sack=201-301");
        _bench.Arrives("ACK seq=401 ack=301 win=4096 len=100");
        _bench.Sends("ACK ack=101 sack=401-501,201-301");
        _bench.Arrives("ACK seq=301 ack=301 win=4096 len=50");
        _bench.Sends("ACK ack=101 sack=201-351,401-501");
    }

    [Fact]
    public void Blocks_that_touch_become_one()
    {
        _bench.Established(Syn);
        _bench.Arrives("ACK seq=201 ack=301 win=4096 len=100");
        _bench.Sends("ACK ack=101 sack=201-301");
        _bench.Arrives("ACK seq=401 ack=301 win=4096 len=100");
        _bench.Sends("ACK ack=101 sack=401-501,201-301");
        _bench.Arrives("ACK seq=301 ack=301 win=4096 len=100");
        _bench.Sends("ACK ack=101 sack=201-501");
    }

    [Fact]
    public void A_hole_that_is_filled_is_acknowledged_at_once_with_what_stands_behind_it()
    {
        TcpConnection connection = _bench.Established(Syn);
        _bench.Arrives("ACK seq=201 ack=301 win=4096 len=100");
        _bench.Arrives("ACK seq=401 ack=301 win=4096 len=100");
        _bench.Link.Sent.Clear();
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=100");
        _bench.Sends("ACK ack=301 sack=401-501");
        _bench.Arrives("ACK seq=301 ack=301 win=4096 len=100");
        _bench.Sends("ACK ack=501 sack=none");
        Assert.Equal(TcpBench.Text(101, 400), _bench.Read(connection));
    }

    [Fact]
    public void A_hole_that_is_filled_in_part_is_acknowledged_at_once()
    {
        // RFC 5681 §4.2.
        _bench.Established(Syn);
        _bench.Arrives("ACK seq=301 ack=301 win=4096 len=100");
        _bench.Link.Sent.Clear();
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=100");
        _bench.Sends("ACK ack=201 sack=301-401");
    }

    [Fact]
    public void A_segment_that_fills_the_hole_and_overlaps_what_was_kept_brings_no_byte_twice()
    {
        TcpConnection connection = _bench.Established(Syn);
        _bench.Arrives("ACK seq=201 ack=301 win=4096 len=100");
        _bench.Arrives("ACK seq=401 ack=301 win=4096 len=100");
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=350");
        Assert.Equal(TcpBench.Text(101, 400), _bench.Read(connection));
    }

    [Fact]
    public void Of_more_holes_than_can_be_remembered_the_last_is_dropped_and_not_told()
    {
        TcpConnection connection = _bench.Established(Syn);
        _bench.Arrives("ACK seq=201 ack=301 win=4096 len=100");
        _bench.Arrives("ACK seq=401 ack=301 win=4096 len=100");
        _bench.Link.Sent.Clear();
        _bench.Arrives("ACK seq=601 ack=301 win=4096 len=100");
        _bench.Sends("ACK ack=101 sack=401-501,201-301");
        Assert.Equal(1, _bench.Count(TcpCounter.OutOfOrderDropped));
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=600");
        Assert.Equal(TcpBench.Text(101, 600), _bench.Read(connection));
    }

    [Theory]
    [InlineData("", "1301-1401,1101-1201,901-1001,701-801")]
    [InlineData(" ts=1/0", "1301-1401,1101-1201,901-1001")]
    public void A_header_has_room_for_four_blocks_or_for_three_beside_timestamps(string timestamps, string blocks)
    {
        var bench = new TcpBench(options =>
        {
            options.SackRanges = 6;
            options.Timestamps = true;
        });
        bench.Established(Syn + timestamps);
        string echo = timestamps.Length > 0 ? " ts=1/500" : "";
        for (int seq = 301; seq <= 1301; seq += 200)
        {
            bench.Link.Sent.Clear();
            bench.Arrives($"ACK seq={seq} ack=301 win=4096 len=100{echo}");
        }

        bench.Sends($"ACK ack=101 sack={blocks}");
    }

    [Fact]
    public void What_is_written_meanwhile_follows_the_acknowledgment_that_tells_of_the_hole()
    {
        TcpConnection connection = _bench.Established(Syn);
        _bench.Write(connection, 500);
        _bench.Queue(Segment.Parse("ACK seq=201 ack=301 win=4096 len=100"));
        _bench.Poll();
        _bench.Sends("ACK seq=301 ack=101 sack=201-301");
        _bench.Sends("ACK seq=301 ack=101 len=500");
        _bench.SendsNothing();
    }

    [Fact]
    public void A_FIN_that_comes_before_what_precedes_it_is_remembered()
    {
        TcpConnection connection = _bench.Established(Syn);
        _bench.Arrives("FIN,ACK seq=201 ack=301 win=4096 len=100");
        _bench.Sends("ACK ack=101 sack=201-301");
        Assert.Equal(TcpState.Established, connection.State);
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=100");
        _bench.Sends("ACK ack=302");
        Assert.Equal(TcpState.CloseWait, connection.State);
        Assert.Equal(TcpBench.Text(101, 200), _bench.Read(connection));
    }

    [Fact]
    public void Text_beyond_the_window_is_kept_as_far_as_the_window_goes()
    {
        TcpConnection connection = _bench.Established(Syn);
        _bench.Arrives("ACK seq=1101 ack=301 win=4096 len=1100");
        _bench.Sends("ACK ack=101 sack=1101-2149");
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=1000");
        _bench.Sends("ACK ack=2149 win=0");
        Assert.Equal(TcpBench.Text(101, 2048), _bench.Read(connection));
    }
}
