// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using static NanoTcp.Tests.HostSim.Simulation.Trace.HandMadeConnection;

namespace NanoTcp.Tests.HostSim.Simulation.Trace;

public class ConnectionTrackerTests
{
    [Fact]
    public void The_handshake_of_figure_6_has_three_named_steps()
    {
        HandMadeConnection c = new();
        Assert.Equal("SynSent|handshake 1/3 SYN|", c.Left(S, 0, 0));
        Assert.Equal("Established|handshake 2/3 SYN,ACK|SynReceived", c.Right(S | A, 0, 1));
        Assert.Equal("|handshake 3/3 ACK|Established", c.Left(A, 1, 1));
        Assert.Equal("|data|", c.Left(A, 1, 1, length: 10));
    }

    [Fact]
    public void The_close_of_figure_12_has_four_named_steps()
    {
        HandMadeConnection c = new HandMadeConnection().Established();
        Assert.Equal("FinWait1|close 1/4 FIN|CloseWait", c.Left(F | A, 1, 1));
        Assert.Equal("FinWait2|close 2/4 ACK of FIN|", c.Right(A, 1, 2));
        Assert.Equal("TimeWait|close 3/4 FIN|LastAck", c.Right(F | A, 1, 2));
        Assert.Equal("|close 4/4 ACK|Closed", c.Left(A, 2, 2));
    }

    [Fact]
    public void The_board_may_close_first()
    {
        HandMadeConnection c = new HandMadeConnection().Established();
        Assert.Equal("CloseWait|close 1/4 FIN|FinWait1", c.Right(F | A, 1, 1));
        Assert.Equal("|close 2/4 ACK of FIN|FinWait2", c.Left(A, 1, 2));
        Assert.Equal("LastAck|close 3/4 FIN|TimeWait", c.Left(F | A, 1, 2));
        Assert.Equal("Closed|close 4/4 ACK|", c.Right(A, 2, 2));
    }

    [Fact]
    public void An_acknowledgment_and_a_FIN_in_one_segment_are_steps_2_and_3()
    {
        HandMadeConnection c = new HandMadeConnection().Established();
        c.Left(F | A, 1, 1);
        Assert.Equal("TimeWait|close 2+3/4 ACK and FIN|LastAck", c.Right(F | A, 1, 2));
        Assert.Equal("|close 4/4 ACK|Closed", c.Left(A, 2, 2));
    }

    [Fact]
    public void After_a_half_close_the_other_end_goes_on_sending()
    {
        HandMadeConnection c = new HandMadeConnection().Established();
        c.Left(F | A, 1, 1);
        c.Right(A, 1, 2);
        Assert.Equal("|data|", c.Right(A, 1, 2, length: 100));
        Assert.Equal("|ACK|", c.Left(A, 2, 101));
        Assert.Equal("TimeWait|close 3/4 FIN, data|LastAck", c.Right(F | A, 101, 2, length: 50));
        Assert.Equal("|close 4/4 ACK|Closed", c.Left(A, 2, 152));
    }

    [Fact]
    public void Both_ends_may_close_at_once()
    {
        HandMadeConnection c = new HandMadeConnection().Established();
        Assert.Equal("FinWait1|close 1/4 FIN|CloseWait", c.Left(F | A, 1, 1));
        Assert.Equal("Closing|simultaneous close FIN|Closing", c.Right(F | A, 1, 1));
        Assert.Equal("|simultaneous close ACK|TimeWait", c.Left(A, 2, 2));
        Assert.Equal("TimeWait|simultaneous close ACK|", c.Right(A, 2, 2));
    }

    [Fact]
    public void Both_ends_may_open_at_once()
    {
        HandMadeConnection c = new();
        Assert.Equal("SynSent|handshake 1/3 SYN|", c.Left(S, 0, 0));
        Assert.Equal("SynReceived|simultaneous open SYN|SynSent", c.Right(S, 0, 0));
        Assert.Equal("|simultaneous open SYN,ACK|", c.Left(S | A, 0, 1, arrives: false));
        Assert.Equal("Established|simultaneous open SYN,ACK|SynReceived", c.Right(S | A, 0, 1));
        Assert.Equal("|simultaneous open SYN,ACK, again|Established", c.Left(S | A, 0, 1));
    }

    [Fact]
    public void A_port_that_nobody_listens_on_refuses()
    {
        HandMadeConnection c = new();
        c.Left(S, 0, 0);
        Assert.Equal("Closed|reset, connection refused|", c.Right(R | A, 0, 1));
    }

    [Fact]
    public void A_reset_closes_both_ends()
    {
        HandMadeConnection c = new HandMadeConnection().Established();
        Assert.Equal("Closed|reset|Closed", c.Right(R | A, 1, 1));
    }

    [Fact]
    public void A_reset_outside_the_window_closes_only_its_sender()
    {
        HandMadeConnection c = new HandMadeConnection().Established();
        Assert.Equal("Closed|reset, outside the window|", c.Left(R, 5000, 0));
    }

    [Fact]
    public void What_was_sent_before_is_a_retransmission()
    {
        HandMadeConnection c = new HandMadeConnection().Established();
        Assert.Equal("|data|", c.Left(A, 1, 1, length: 100, arrives: false));
        Assert.Equal("|data|", c.Left(A, 101, 1, length: 100));
        Assert.Equal("|duplicate ACK|", c.Right(A, 1, 1));
        Assert.Equal("|retransmission|", c.Left(A, 1, 1, length: 100));
        Assert.Equal("|data, partly again|", c.Left(A, 101, 1, length: 150));
        Assert.Equal("|ACK|", c.Right(A, 1, 251));
    }

    [Fact]
    public void A_lost_last_ACK_comes_again_and_is_no_window_update_although_its_window_is_another_one()
    {
        HandMadeConnection c = new HandMadeConnection().Established();
        c.Left(F | A, 1, 1);
        c.Right(A, 1, 2);
        c.Right(F | A, 1, 2);
        Assert.Equal("|close 4/4 ACK|", c.Left(A, 2, 2, arrives: false));
        Assert.Equal("|close 3/4 FIN, again|", c.Right(F | A, 1, 2));
        Assert.Equal("|close 4/4 ACK, again|Closed", c.Left(A, 2, 2));
        Assert.Equal("|close 4/4 ACK, again|", c.Left(A, 2, 2, window: 65535));
    }

    [Fact]
    public void A_lost_ACK_of_the_first_FIN_comes_again_and_so_does_one_of_FINs_that_have_crossed()
    {
        HandMadeConnection c = new HandMadeConnection().Established();
        c.Left(F | A, 1, 1);
        Assert.Equal("|close 2/4 ACK of FIN|", c.Right(A, 1, 2, arrives: false));
        Assert.Equal("|close 1/4 FIN, again|", c.Left(F | A, 1, 1));
        Assert.Equal("FinWait2|close 2/4 ACK of FIN, again|", c.Right(A, 1, 2));
        Assert.Equal("|data|", c.Right(A, 1, 2, length: 10));

        c = new HandMadeConnection().Established();
        c.Left(F | A, 1, 1);
        c.Right(F | A, 1, 1);
        Assert.Equal("|simultaneous close ACK|", c.Left(A, 2, 2, arrives: false));
        Assert.Equal("|simultaneous close ACK, again|TimeWait", c.Left(A, 2, 2));
    }

    [Fact]
    public void Lost_steps_of_the_handshake_come_again()
    {
        HandMadeConnection c = new();
        c.Left(S, 0, 0, arrives: false);
        Assert.Equal("|handshake 1/3 SYN, again|", c.Left(S, 0, 0));
        Assert.Equal("|handshake 2/3 SYN,ACK|SynReceived", c.Right(S | A, 0, 1, arrives: false));
        Assert.Equal("Established|handshake 2/3 SYN,ACK, again|", c.Right(S | A, 0, 1));
        Assert.Equal("|handshake 3/3 ACK|", c.Left(A, 1, 1, arrives: false));
        Assert.Equal("|handshake 3/3 ACK, data|Established", c.Left(A, 1, 1, length: 5));
    }

    [Fact]
    public void A_lost_FIN_comes_again_and_moves_the_receiver_when_it_arrives()
    {
        HandMadeConnection c = new HandMadeConnection().Established();
        Assert.Equal("FinWait1|close 1/4 FIN|", c.Left(F | A, 1, 1, arrives: false));
        Assert.Equal("|close 1/4 FIN, again|CloseWait", c.Left(F | A, 1, 1));
    }

    [Fact]
    public void A_FIN_behind_a_gap_is_taken_when_the_receiver_acknowledges_it()
    {
        HandMadeConnection c = new HandMadeConnection().Established();
        c.Left(A, 1, 1, length: 100, arrives: false);
        Assert.Equal("FinWait1|close 1/4 FIN|", c.Left(F | A, 101, 1));
        Assert.Equal("|retransmission|", c.Left(A, 1, 1, length: 100));
        Assert.Equal("FinWait2|close 2/4 ACK of FIN|CloseWait", c.Right(A, 1, 102));
    }

    [Fact]
    public void A_closed_window_is_probed_and_opened_by_an_update()
    {
        HandMadeConnection c = new HandMadeConnection().Established();
        c.Left(A, 1, 1, length: 1000);
        Assert.Equal("|ACK, window closed|", c.Right(A, 1, 1001, window: 0));
        Assert.Equal("|window probe|", c.Left(A, 1001, 1, length: 1));
        Assert.Equal("|ACK, window closed|", c.Right(A, 1, 1001, window: 0));
        Assert.Equal("|window update|", c.Right(A, 1, 1001, window: 1000));
    }

    [Fact]
    public void A_segment_just_below_what_is_acknowledged_keeps_the_connection_alive()
    {
        HandMadeConnection c = new HandMadeConnection().Established();
        c.Left(A, 1, 1, length: 10);
        c.Right(A, 1, 11);
        Assert.Equal("|keepalive|", c.Left(A, 10, 1));
        Assert.Equal("|ACK again|", c.Right(A, 1, 11));
        Assert.Equal("|old ACK|", c.Right(A, 1, 5));
    }

    [Fact]
    public void Sequence_numbers_wrap()
    {
        HandMadeConnection c = new HandMadeConnection(leftIss: 0xFFFFFFFF, rightIss: 0xFFFFFFF0).Established();
        Assert.Equal("|data|", c.Left(A, 1, 1, length: 100));
        Assert.Equal("|data|", c.Right(A, 1, 101, length: 50));
        Assert.Equal("|retransmission|", c.Right(A, 1, 101, length: 50));
        Assert.Equal("FinWait1|close 1/4 FIN|CloseWait", c.Left(F | A, 101, 51));
        Assert.Equal("TimeWait|close 2+3/4 ACK and FIN|LastAck", c.Right(F | A, 51, 102));
        Assert.Equal("|close 4/4 ACK|Closed", c.Left(A, 102, 52));
    }

    [Fact]
    public void A_connection_joined_midway_is_followed_to_its_end()
    {
        HandMadeConnection c = new();
        Assert.Equal("Established|data|Established", c.Left(A, 500, 900, length: 10));
        Assert.Equal("CloseWait|close 1/4 FIN|FinWait1", c.Right(F | A, 900, 510));
        Assert.Equal("LastAck|close 2+3/4 ACK and FIN|TimeWait", c.Left(F | A, 510, 901));
        Assert.Equal("Closed|close 4/4 ACK|", c.Right(A, 901, 511));
    }
}
