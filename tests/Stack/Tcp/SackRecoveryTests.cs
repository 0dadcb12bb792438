// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>Loss recovery by selective acknowledgments (RFC 6675): ten segments of 1000 bytes are on their way.</summary>
public class SackRecoveryTests
{
    private readonly Sender _sender = new("sackok", configure: options => options.SackRanges = 4);

    [Fact]
    public void Three_segments_that_came_behind_a_hole_send_its_first_again()
    {
        Assert.Equal([11], _sender.Acknowledges(0, "2-2"));
        Assert.Equal([12], _sender.Acknowledges(0, "2-3"));
        Assert.Equal([1], _sender.Acknowledges(0, "2-4"));
        Assert.Equal(1, _sender.Bench.Count(TcpCounter.FastRetransmits));
    }

    [Fact]
    public void One_acknowledgment_that_tells_of_three_segments_is_enough()
    {
        // IsLost by bytes or by ranges: the acknowledgments before it may have been lost.
        Assert.Contains(1, _sender.Acknowledges(0, "2-5"));
    }

    [Fact]
    public void Three_ranges_are_enough_whatever_their_size()
    {
        // All of them together are less than two segments.
        _sender.Bench.Arrives("ACK seq=101 ack=301 win=65535 sack=6301-6401,4301-4401,2301-2401");
        _sender.Bench.Sends("ACK seq=301 len=1000");
    }

    [Fact]
    public void What_has_been_acknowledged_since_counts_no_more()
    {
        // It is reported together with new text, and then acknowledged without options, which header prediction takes.
        _sender.Acknowledges(1, "5-5,3-3");
        _sender.Acknowledges(5);
        Assert.DoesNotContain(6, _sender.Acknowledges(5, "7-7"));
    }

    [Fact]
    public void Only_what_is_missing_is_sent_again()
    {
        List<int> sent = [];
        sent.AddRange(_sender.Acknowledges(0, "2-2"));
        sent.AddRange(_sender.Acknowledges(0, "2-2,4-4"));
        sent.AddRange(_sender.Acknowledges(0, "2-2,4-5"));
        sent.AddRange(_sender.Acknowledges(0, "2-2,4-6"));
        sent.AddRange(_sender.Acknowledges(0, "2-2,4-7"));
        sent.AddRange(_sender.Acknowledges(0, "2-2,4-8"));
        sent.AddRange(_sender.Acknowledges(0, "2-2,4-9"));
        sent.AddRange(_sender.Acknowledges(0, "2-2,4-10"));
        Assert.Equal([1, 3], sent.Where(segment => segment <= 10));
    }

    [Fact]
    public void A_hole_that_is_less_than_a_segment_gets_no_more_than_what_is_missing()
    {
        _sender.Bench.Arrives("ACK seq=101 ack=301 win=65535 sack=801-4301");
        _sender.Bench.Sends("ACK seq=301 len=500");
    }

    [Fact]
    public void What_may_be_lost_is_sent_again_when_there_is_nothing_new()
    {
        // RFC 6675 §4, NextSeg, rule 3: behind 5 there are only two that came.
        var sender = new Sender("sackok", segments: 8, configure: options => options.SackRanges = 4);
        Assert.Equal([1, 5], sender.Acknowledges(0, "2-4,6-7"));
    }

    [Fact]
    public void What_is_new_goes_before_what_only_may_be_lost()
    {
        // Rule 2 before rule 3: behind 6 there are only two that came.
        Assert.Equal([1, 11], _sender.Acknowledges(0, "2-5,7-8"));
    }

    [Fact]
    public void While_it_lasts_no_more_than_half_of_what_was_in_flight_is_on_its_way()
    {
        // Segment 1 is lost. Two arrived segments let new ones go. After that a segment goes only when fewer than five are in the network.
        Assert.Equal([11], _sender.Acknowledges(0, "2-2"));
        Assert.Equal([12], _sender.Acknowledges(0, "2-3"));
        Assert.Equal([1], _sender.Acknowledges(0, "2-4"));

        // 5 to 12 and 1 again: nine.
        Assert.Empty(_sender.Acknowledges(0, "2-5"));
        Assert.Empty(_sender.Acknowledges(0, "2-6"));
        Assert.Empty(_sender.Acknowledges(0, "2-7"));
        Assert.Empty(_sender.Acknowledges(0, "2-8"));
        Assert.Equal([13], _sender.Acknowledges(0, "2-9"));
        Assert.Equal([14], _sender.Acknowledges(0, "2-10"));
    }

    [Fact]
    public void The_acknowledgment_of_all_leaves_half_of_the_window()
    {
        BeginRecovery();
        Assert.Equal([13, 14, 15, 16, 17], _sender.Acknowledges(12));

        // Congestion avoidance: no slow start any more.
        Assert.Equal([18], _sender.Acknowledges(13));
    }

    [Fact]
    public void Several_losses_in_one_window_halve_the_window_once()
    {
        // 1, 2 and 6 are lost. Five segments may be in the network all the time.
        Assert.Equal([1, 2, 6, 11, 12], _sender.Acknowledges(0, "3-5,7-10"));
        Assert.Equal([13], _sender.Acknowledges(1, "3-5,7-10"));
        Assert.Equal([14], _sender.Acknowledges(5, "7-10"));
        Assert.Equal([15, 16, 17], _sender.Acknowledges(12));
        Assert.Equal(1, _sender.Bench.Count(TcpCounter.FastRetransmits));
    }

    [Fact]
    public void A_retransmission_that_is_lost_again_is_sent_once_more_without_a_timeout()
    {
        BeginRecovery();
        _sender.Acknowledges(0, "2-9");
        Assert.Contains(14, _sender.Acknowledges(0, "2-10").Concat(_sender.Acknowledges(0, "2-11")));

        // 13 was sent after 1 was sent again, and has come.
        Assert.Contains(1, _sender.Acknowledges(0, "2-13"));
    }

    [Fact]
    public void A_retransmission_that_is_lost_again_halves_the_window_once_more()
    {
        // RFC 5681 §4.3: five segments, then two and a half.
        BeginRecovery();
        Assert.Equal([13, 14], _sender.Acknowledges(0, "2-10"));
        Assert.Equal([1], _sender.Acknowledges(0, "2-13"));
        Assert.Equal([15], _sender.Acknowledges(0, "2-14"));
        Assert.Equal([16, 17], _sender.Acknowledges(15));
    }

    [Fact]
    public void A_retransmission_is_not_sent_once_more_for_what_was_sent_before_it()
    {
        BeginRecovery();
        Assert.DoesNotContain(1, _sender.Acknowledges(0, "2-5").Concat(_sender.Acknowledges(0, "2-12")));
    }

    [Fact]
    public void After_a_timeout_what_the_other_end_has_is_stepped_over()
    {
        _sender.Acknowledges(0, "3-4");
        Assert.Equal([1], _sender.Timeout());
        Assert.Equal([2, 5], _sender.Acknowledges(1));
    }

    [Fact]
    public void After_a_timeout_what_was_told_is_believed_no_more_if_the_other_end_has_thrown_it_away()
    {
        // RFC 2018 §8: it has not acknowledged text that it had reported, although nothing before it is missing.
        _sender.Acknowledges(0, "2-3");
        _sender.Acknowledges(1);
        Assert.Equal([2], _sender.Timeout());
        Assert.Equal([3, 4], _sender.Acknowledges(2));
    }

    [Theory]
    [InlineData("40-45")]
    [InlineData("5-3")]
    [InlineData("1-1")]
    public void Blocks_that_cannot_be_are_ignored(string blocks)
    {
        for (int i = 0; i < 3; i++)
        {
            Assert.Empty(_sender.Acknowledges(0, blocks));
        }

        Assert.Equal([11], _sender.Acknowledges(0, "2-2"));
    }

    [Fact]
    public void A_block_that_tells_of_text_that_came_twice_is_no_news()
    {
        // RFC 2883: it stands below the acknowledgment.
        _sender.Acknowledges(4);
        Assert.Empty(_sender.Acknowledges(4, "2-2"));
        Assert.Empty(_sender.Acknowledges(4, "3-3"));
        Assert.Empty(_sender.Acknowledges(4, "4-4"));
    }

    [Fact]
    public void More_ranges_than_can_be_remembered_do_no_harm()
    {
        var sender = new Sender("sackok", configure: options => options.SackRanges = 1);
        sender.Acknowledges(0, "2-2");
        sender.Acknowledges(0, "4-4,2-2");
        sender.Acknowledges(0, "6-6,4-4,2-2");
        sender.Acknowledges(0, "8-8,6-6,4-4,2-2");
        int last = 0;
        for (int round = 0; round < 200 && last < 60; round++)
        {
            if (sender.Bench.Link.Sent.Count == 0)
            {
                sender.Bench.UntilSends();
            }

            sender.Sent();
            sender.Acknowledges(++last);
        }

        Assert.Equal(0, sender.Connection.Unacknowledged);
    }

    private void BeginRecovery()
    {
        _sender.Acknowledges(0, "2-2");
        _sender.Acknowledges(0, "2-3");
        Assert.Equal([1], _sender.Acknowledges(0, "2-4"));
    }
}
