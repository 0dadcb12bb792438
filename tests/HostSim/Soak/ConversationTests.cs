// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.HostSim.Soak;
using NanoTcp.Wire;

namespace NanoTcp.Tests.HostSim.Soak;

/// <summary>What the checker must not find fault with.</summary>
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
        SoakSegment segment = Segment(flags, sequence, acknowledgment, length, stamps);
        segment.Window = window;
        byte[] text = new byte[length];
        if (length > 0)
        {
            _stream.Fill(text, (int)(sequence - Cookie - 1));
        }

        _conversation.Sent(text, segment, hasLost: true, now: 0);
    }

    private static SoakSegment Segment(int flags, uint sequence, uint acknowledgment, int length, bool stamps)
    {
        return new SoakSegment
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
