// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Measure.Segments;
using NanoTcp.Measure.Soak;
using NanoTcp.Wire;

namespace NanoTcp.Tests.HostSim.Measure.Soak;

/// <summary>Correct behaviour that the checker must accept.</summary>
public class ConversationTests
{
    private const uint Irs = 100;
    private const uint Cookie = 9_000_000;
    private const uint LaterIss = 300;

    private readonly Conversation _conversation = new();
    private readonly ByteStream _stream = new(1, 1, 80, 2, 5000);

    [Fact]
    public void A_FIN_that_completes_a_cookie_ends_the_stream()
    {
        AnswerTwice();
        Receive(TcpHeader.Ack | TcpHeader.Fin, Irs + 1, Cookie + 1);
        _conversation.Bind(_stream, isActive: false);
        Send(TcpHeader.Ack, Cookie + 1, Irs + 2);
        Assert.True(_conversation.HasEndArrived(_stream));
    }

    [Fact]
    public void The_first_text_of_a_connection_from_a_cookie_may_be_lost_inside_the_host()
    {
        AnswerTwice();
        Receive(TcpHeader.Ack, Irs + 1, Cookie + 1);
        _conversation.Bind(_stream, isActive: false);
        _stream.Written = 60;
        Send(TcpHeader.Ack, Cookie + 61, Irs + 1);
        Send(TcpHeader.Ack, Cookie + 1, Irs + 1, 60);
        Assert.Equal(Cookie, _conversation.Iss);
    }

    [Fact]
    public void An_acknowledgment_in_front_of_a_closed_window_is_not_looked_at()
    {
        Open(window: 10);
        Receive(TcpHeader.Ack | TcpHeader.Psh, Irs + 1, Cookie + 1, 10);
        Send(TcpHeader.Ack, Cookie + 1, Irs + 11, window: 0);
        Receive(TcpHeader.Ack, Irs + 10, Cookie + 2, now: 5);
        Assert.Equal(0, _conversation.AcknowledgedAt);
        Receive(TcpHeader.Ack, Irs + 11, Cookie + 2, now: 7);
        Assert.Equal(7, _conversation.AcknowledgedAt);
    }

    [Fact]
    public void An_acknowledgment_with_text_that_came_before_is_not_looked_at()
    {
        Open(window: 1000);
        Receive(TcpHeader.Ack | TcpHeader.Psh, Irs + 1, Cookie + 1, 10);
        Receive(TcpHeader.Ack | TcpHeader.Psh, Irs + 1, Cookie + 2, 10, now: 5);
        Assert.Equal(0, _conversation.AcknowledgedAt);
    }

    [Fact]
    public void A_segment_without_the_timestamps_agreed_on_is_not_heard()
    {
        Receive(TcpHeader.Syn, Irs, 0, stamps: true);
        Send(TcpHeader.Syn | TcpHeader.Ack, Cookie, Irs + 1, stamps: true);
        _conversation.Heard(Segment(TcpHeader.Ack, Irs + 1, Cookie + 1, 0, stamps: true), 3);
        _conversation.Heard(Segment(TcpHeader.Ack, Irs + 1, Cookie + 1, 0, stamps: false), 5);
        Assert.Equal(3, _conversation.HeardAt);
    }

    [Fact]
    public void A_new_connection_whose_answer_was_lost_inside_may_begin_among_the_numbers_of_the_old_one()
    {
        Open(window: 1000);
        _conversation.Bind(_stream, isActive: false);
        _stream.Written = 200;
        Send(TcpHeader.Ack, Cookie + 1, Irs + 1, 200);
        Receive(TcpHeader.Syn, Irs + 5000, 0);
        _conversation.Sent(new byte[50], Segment(TcpHeader.Ack, Cookie + 51, Irs + 5001, 50, stamps: false), hasLost: true, now: 0);
        _conversation.Sent(new byte[50], Segment(TcpHeader.Ack, Cookie + 101, Irs + 5001, 50, stamps: false), hasLost: true, now: 0);
    }

    [Fact]
    public void An_answer_to_a_SYN_that_waits_inside_the_host_until_the_connection_is_accepted_begins_it()
    {
        Receive(TcpHeader.Syn, Irs, 0);
        Send(TcpHeader.Syn | TcpHeader.Ack, LaterIss, Irs + 1);
        Receive(TcpHeader.Syn, Irs + 5000, 0);
        Send(TcpHeader.Ack, Cookie + 1, Irs + 5001);
        Receive(TcpHeader.Ack, Irs + 5001, Cookie + 1);
        _conversation.Bind(_stream, isActive: false);
        _stream.Written = 1;
        Send(TcpHeader.Syn | TcpHeader.Ack, Cookie, Irs + 5001);
        Send(TcpHeader.Ack, Cookie + 1, Irs + 5001, 1);
        Assert.Same(_stream, _conversation.Stream);
    }

    [Fact]
    public void A_window_update_that_was_lost_inside_lets_text_be_acknowledged_selectively()
    {
        TcpSegment syn = Segment(TcpHeader.Syn, Irs, 0, 0, stamps: false);
        syn.PermitsSack = true;
        _conversation.Received(syn, hasLost: true, now: 0);
        TcpSegment answer = Segment(TcpHeader.Syn | TcpHeader.Ack, Cookie, Irs + 1, 0, stamps: false);
        answer.PermitsSack = true;
        answer.Window = 100;
        _conversation.Sent([], answer, hasLost: true, now: 0);
        Receive(TcpHeader.Ack, Irs + 501, Cookie + 1, 50);
        byte[] block = new byte[8];
        BigEndian.WriteUInt32(block, 0, Irs + 501);
        BigEndian.WriteUInt32(block, 4, Irs + 551);
        TcpSegment acknowledgment = Segment(TcpHeader.Ack, Cookie + 1, Irs + 1, 0, stamps: false);
        acknowledgment.SackBlocks = 0;
        acknowledgment.SackCount = 1;
        _conversation.Sent(block, acknowledgment, hasLost: true, now: 0);
        SoakViolationException violation = Assert.Throws<SoakViolationException>(() =>
        {
            Conversation other = new();
            other.Received(syn, hasLost: false, now: 0);
            other.Sent([], answer, hasLost: false, now: 0);
            other.Sent(block, acknowledgment, hasLost: false, now: 0);
        });
        Assert.Equal(SoakInvariant.SelectiveAcknowledgment, violation.Invariant);
    }

    /// <summary>A SYN is answered with a cookie, and when it comes again there is room for it.</summary>
    private void AnswerTwice()
    {
        Receive(TcpHeader.Syn, Irs, 0);
        Send(TcpHeader.Syn | TcpHeader.Ack, Cookie, Irs + 1);
        Receive(TcpHeader.Syn, Irs, 0);
        Send(TcpHeader.Syn | TcpHeader.Ack, LaterIss, Irs + 1);
    }

    private void Open(int window)
    {
        Receive(TcpHeader.Syn, Irs, 0);
        Send(TcpHeader.Syn | TcpHeader.Ack, Cookie, Irs + 1, window: window);
        Receive(TcpHeader.Ack, Irs + 1, Cookie + 1);
        Send(TcpHeader.Ack, Cookie + 1, Irs + 1, window: window);
    }

    private void Receive(int flags, uint sequence, uint acknowledgment, int length = 0, bool stamps = false, long now = 0)
    {
        _conversation.Received(Segment(flags, sequence, acknowledgment, length, stamps), hasLost: true, now);
    }

    private void Send(int flags, uint sequence, uint acknowledgment, int length = 0, int window = 1000, bool stamps = false)
    {
        TcpSegment segment = Segment(flags, sequence, acknowledgment, length, stamps);
        segment.Window = window;
        byte[] text = new byte[length];
        if (length > 0)
        {
            _stream.Fill(text, (int)(sequence - Cookie - 1));
        }

        _conversation.Sent(text, segment, hasLost: true, now: 0);
    }

    private static TcpSegment Segment(int flags, uint sequence, uint acknowledgment, int length, bool stamps)
    {
        return new TcpSegment
        {
            Flags = flags,
            Sequence = sequence,
            Acknowledgment = acknowledgment,
            Length = length,
            Window = 1000,
            Mss = 1000,
            Scale = -1,
            SackBlocks = -1,
            HasTimestamps = stamps,
        };
    }
}
