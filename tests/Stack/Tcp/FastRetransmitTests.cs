// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>Duplicate acknowledgments lead to fast retransmit and fast recovery (RFC 5681 §3.2, RFC 6582), here without SACK.</summary>
public class FastRetransmitTests
{
    private readonly Sender _sender = new();

    [Fact]
    public void The_third_duplicate_sends_the_missing_segment_again_at_once()
    {
        Assert.Equal([11], _sender.Acknowledges(0));
        Assert.Equal([12], _sender.Acknowledges(0));
        Assert.Equal([1], _sender.Acknowledges(0));
    }

    [Fact]
    public void Each_further_duplicate_opens_the_window_by_a_segment_from_half_of_what_was_in_flight()
    {
        BeginRecovery();

        // Five and three of the ten, 12 in flight: the fifth further one lets the next go.
        for (int duplicate = 1; duplicate <= 4; duplicate++)
        {
            Assert.Empty(_sender.Acknowledges(0));
        }

        Assert.Equal([13], _sender.Acknowledges(0));
        Assert.Equal([14], _sender.Acknowledges(0));
    }

    [Fact]
    public void The_acknowledgment_of_all_ends_it_with_half_of_the_window_and_no_burst()
    {
        BeginRecovery();

        // Nothing is in flight then: two segments, and slow start up to the five (RFC 6582 §3.2, step 3).
        Assert.Equal([13, 14], _sender.Acknowledges(12));
        Assert.Equal([15, 16], _sender.Acknowledges(13));
        Assert.Equal([17, 18], _sender.Acknowledges(14));
        Assert.Equal([19, 20], _sender.Acknowledges(15));
        Assert.Equal([21], _sender.Acknowledges(16));
    }

    [Fact]
    public void A_partial_acknowledgment_sends_the_next_missing_segment_again_at_once()
    {
        BeginRecovery();
        Assert.Equal([2], _sender.Acknowledges(1));
        Assert.Equal([4], _sender.Acknowledges(3));
        Assert.Equal([7], _sender.Acknowledges(6));
    }

    [Fact]
    public void A_partial_acknowledgment_closes_the_window_by_what_it_acknowledges_less_one_segment()
    {
        BeginRecovery();
        for (int duplicate = 0; duplicate < 6; duplicate++)
        {
            _sender.Acknowledges(0);
        }

        // 14 segments are the window: 14 are on their way, now 11 of 12.
        Assert.Equal([4, 15], _sender.Acknowledges(3));
        Assert.Empty(_sender.Sent());
    }

    [Fact]
    public void Several_losses_in_one_window_halve_the_window_once()
    {
        BeginRecovery();
        _sender.Acknowledges(3);
        _sender.Acknowledges(6);
        Assert.Equal([13, 14], _sender.Acknowledges(12));
        Assert.Equal([15, 16], _sender.Acknowledges(13));
        Assert.Equal([17, 18], _sender.Acknowledges(14));
        Assert.Equal([19, 20], _sender.Acknowledges(15));
        Assert.Equal([21], _sender.Acknowledges(16));
    }

    [Fact]
    public void Duplicates_of_what_was_sent_before_the_last_recovery_ended_begin_no_other_one()
    {
        // RFC 6582 §3.2, step 2: they may be of segments that were sent again for nothing.
        BeginRecovery();
        Assert.Equal([13, 14], _sender.Acknowledges(12));
        Assert.Equal([15], _sender.Acknowledges(12));
        Assert.Equal([16], _sender.Acknowledges(12));

        // Nor does limited transmit go on.
        Assert.Empty(_sender.Acknowledges(12));
        Assert.Empty(_sender.Acknowledges(12));
    }

    [Fact]
    public void After_a_timeout_duplicates_of_what_was_sent_before_begin_none()
    {
        // RFC 6582 §4.
        Assert.Equal([1], _sender.Timeout());
        for (int duplicate = 0; duplicate < 4; duplicate++)
        {
            Assert.DoesNotContain(1, _sender.Acknowledges(0));
        }

        Assert.Equal([2, 3], _sender.Acknowledges(1));
    }

    [Fact]
    public void Duplicates_do_not_count_once_all_of_it_was_sent_again()
    {
        var sender = new Sender(segments: 4);
        Assert.Equal([1], sender.Timeout());
        Assert.Equal([2, 3], sender.Acknowledges(1));
        Assert.Equal([4], sender.Acknowledges(2));
        for (int duplicate = 0; duplicate < 4; duplicate++)
        {
            Assert.Empty(sender.Acknowledges(2));
        }
    }

    [Fact]
    public void What_brings_text_is_not_the_third_duplicate()
    {
        _sender.Acknowledges(0);
        _sender.Acknowledges(0);
        _sender.Bench.Arrives("ACK seq=101 ack=301 win=65535 len=10");
        _sender.Bench.Arrives("ACK seq=111 ack=301 win=65535 len=10");
        _sender.Bench.Link.Sent.Clear();
        Assert.Equal(0, _sender.Bench.Count(TcpCounter.Retransmissions));
    }

    [Theory]
    [InlineData("ACK seq=101 ack=301 win=65000", "ACK seq=101 ack=301 win=64000", "ACK seq=101 ack=301 win=63000")]
    [InlineData("ACK seq=101 ack=301 win=65535 len=10", "ACK seq=111 ack=301 win=65535 len=10", "ACK seq=121 ack=301 win=65535 len=10")]
    public void What_brings_text_or_a_new_window_is_no_duplicate(params string[] arriving)
    {
        foreach (string segment in arriving)
        {
            _sender.Bench.Arrives(segment);
        }

        Assert.Equal(0, _sender.Bench.Count(TcpCounter.Retransmissions));
        _sender.Bench.Link.Sent.Clear();
        Assert.Equal([11], Duplicate(arriving[^1]));
        Assert.Equal([12], Duplicate(arriving[^1]));
        Assert.Equal([1], Duplicate(arriving[^1]));
    }

    [Fact]
    public void With_nothing_in_flight_there_are_no_duplicates()
    {
        var sender = new Sender(segments: 4);
        sender.Acknowledges(4);
        for (int duplicate = 0; duplicate < 4; duplicate++)
        {
            Assert.Empty(sender.Acknowledges(4));
        }

        sender.Bench.Write(sender.Connection, 3000);
        sender.Bench.Poll();
        Assert.Equal([5, 6, 7], sender.Sent());
        Assert.Empty(sender.Acknowledges(4));
    }

    /// <summary>The same acknowledgment and window again, without text.</summary>
    private int[] Duplicate(string text)
    {
        var segment = Segment.Parse(text);
        segment.Seq += (uint)segment.Length;
        segment.Length = 0;
        _sender.Bench.Arrives(segment);
        return _sender.Sent(segment.Seq!.Value);
    }

    private void BeginRecovery()
    {
        for (int duplicate = 0; duplicate < 2; duplicate++)
        {
            _sender.Acknowledges(0);
        }

        Assert.Equal([1], _sender.Acknowledges(0));
    }
}
