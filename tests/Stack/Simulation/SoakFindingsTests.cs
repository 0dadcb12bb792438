// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Tcp;
using NanoTcp.Tests.Stack.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Simulation;

/// <summary>Findings of <c>host-sim soak</c>, each with as few segments as possible.</summary>
public class SoakFindingsTests
{
    [Fact]
    public void A_retransmission_that_acknowledges_everything_and_closes_the_window_is_believed()
    {
        TcpBench bench = new();
        TcpConnection connection = bench.Established("SYN seq=100 win=1000 mss=500");
        bench.Write(connection, 2000);
        bench.Poll();
        bench.Sends("ACK seq=301 ack=101 len=500");
        bench.Sends("ACK seq=801 ack=101 len=500");

        // The other end's first text is lost, its second arrives; then the first comes again, with the newest ACK and window.
        bench.Arrives("ACK seq=111 ack=301 win=1000 len=10");
        bench.Sends("ACK seq=1301 ack=101 len=0");
        bench.Arrives("ACK seq=101 ack=1301 win=0 len=10");
        Assert.All(bench.Link.Sent, frame => Assert.Equal(0, Segment.FromFrame(frame).Length));
    }

    [Fact]
    public void A_poll_announces_the_next_question_for_an_address_that_it_has_just_asked_for()
    {
        TcpBench bench = new(options => options.InitialRto = 3000, resolved: false);
        bench.Connect();
        long due = bench.Stack.Poll(bench.Now);
        Assert.Equal(1, bench.Count(ArpCounter.RequestsSent));
        Assert.Equal(bench.Now + new IPv4Options().ArpRetryInterval, due);
    }

    [Theory]
    [InlineData(TcpState.SynReceived)]
    [InlineData(TcpState.Established)]
    [InlineData(TcpState.FinWait2)]
    [InlineData(TcpState.CloseWait)]
    [InlineData(TcpState.TimeWait)]
    public void Two_ends_that_find_each_others_acknowledgments_unacceptable_fall_silent(TcpState state)
    {
        TcpBench bench = new(options => options.ChallengeAcks = 10);
        if (state == TcpState.SynReceived)
        {
            bench.Listen();
            bench.Arrives("SYN seq=100 win=4096");
            bench.Sends("SYN,ACK seq=300 ack=101");
        }
        else
        {
            bench.In(state);
        }

        // Each answer is answered at once.
        int answers = 0;
        do
        {
            bench.Link.Sent.Clear();
            bench.Arrives("ACK seq=50 ack=301 win=4096");
            answers += bench.Link.Sent.Count;
        }
        while (bench.Link.Sent.Count > 0 && answers < 1000);
        Assert.InRange(answers, 1, 15);
    }

    [Fact]
    public void Waiting_for_a_small_window_to_open_is_not_a_retransmission()
    {
        TcpBench bench = new(options => options.DataRetries = 1);
        TcpConnection connection = bench.Established("SYN seq=100 win=1000 mss=1000");
        bench.Write(connection, 1000);
        bench.Poll();
        bench.Sends("ACK seq=301 ack=101 len=1000");
        bench.Arrives("ACK seq=101 ack=1301 win=300");
        bench.Write(connection, 500);
        bench.Poll();
        bench.SendsNothing();

        // Nothing is in flight, and a third of a segment could be sent. After a while it is sent for the first time.
        bench.UntilSends();
        bench.Sends("ACK seq=1301 ack=101 len=300");
        bench.UntilSends();
        bench.Sends("ACK seq=1301 ack=101 len=300");
        Assert.Equal(SocketError.Success, connection.Error);
    }

    [Fact]
    public void A_FIN_that_is_acknowledged_is_not_sent_again_because_the_link_is_busy()
    {
        TcpBench bench = new();
        bench.In(TcpState.FinWait2);
        bench.Link.Room = 0;
        bench.Arrives("ACK seq=101 ack=302 win=4096 len=10");
        bench.Advance(50);
        bench.Link.Room = int.MaxValue;
        bench.UntilSends();
        bench.Sends("ACK seq=302 ack=111");
        bench.Advance(10_000);
        bench.SendsNothing();
    }

    [Fact]
    public void A_half_open_connection_repeats_the_window_of_its_SYN_ACK_in_the_unit_agreed_on()
    {
        TcpBench bench = new(options => options.ReceiveBuffer = 100_000);
        bench.Listen();
        Segment syn = Segment.Parse("SYN seq=100 win=4096");
        syn.Options = [3, 3, 0, 1];
        bench.Arrives(syn);
        bench.Sends("SYN,ACK seq=300 ack=101 win=65535");
        bench.Arrives("ACK seq=99 ack=301 win=4096");
        bench.Sends("ACK seq=301 ack=101 win=32767");
    }

    [Fact]
    public void A_half_open_connection_repeats_a_window_that_its_listener_has_made_smaller()
    {
        TcpBench bench = new();
        bench.Listen().Options = new TcpConnectionOptions { ReceiveBuffer = 500 };
        bench.Arrives("SYN seq=100 win=4096");
        bench.Sends("SYN,ACK seq=300 ack=101 win=500");
        bench.Arrives("ACK seq=99 ack=301 win=4096");
        bench.Sends("ACK seq=301 ack=101 win=500");
    }

    [Fact]
    public void The_window_of_a_SYN_ACK_is_not_scaled_when_both_ends_open_at_once()
    {
        TcpBench bench = new(options => options.ReceiveBuffer = 100_000);
        TcpConnection connection = bench.Connect();
        bench.Poll();
        bench.Sends("SYN seq=300");
        bench.Arrives(new Segment { Flags = TcpHeader.Syn, Seq = 100, Win = 100, Options = [3, 3, 2, 1] });
        bench.Sends("SYN,ACK seq=300 ack=101");
        bench.Arrives(new Segment { Flags = TcpHeader.Syn | TcpHeader.Ack, Seq = 100, Ack = 301, Win = 100, Options = [3, 3, 2, 1] });
        bench.Sends("ACK seq=301 ack=101");
        bench.Write(connection, 200);
        bench.Poll();
        bench.Sends("ACK seq=301 ack=101 len=100");
        bench.SendsNothing();
    }

    [Fact]
    public void Text_that_lies_beyond_the_window_did_not_come_twice()
    {
        TcpBench bench = new(options => options.ReceiveBuffer = 1000);
        bench.Listen();
        bench.Arrives(new Segment { Flags = TcpHeader.Syn, Seq = 100, Win = 4096, Options = [4, 2, 1, 1] });
        bench.Sends("SYN,ACK seq=300 ack=101 win=1000");
        bench.Arrives("ACK seq=101 ack=301 win=4096 len=1000");
        bench.UntilSends();
        Assert.Empty(bench.Take().Options);
        bench.Arrives("ACK seq=1111 ack=301 win=4096 len=10");
        Assert.Empty(bench.Take().Options);
        bench.Arrives("ACK seq=1050 ack=301 win=4096 len=100");
        Assert.Equal([1, 1, 5, 10, .. BigEndianBytes(1050), .. BigEndianBytes(1101)], bench.Take().Options);
    }

    [Fact]
    public void The_user_timeout_begins_when_text_begins_to_wait_for_the_window()
    {
        TcpBench bench = new(options => options.Server = new TcpConnectionOptions { UserTimeout = 150 });
        TcpConnection connection = bench.Established();
        bench.Arrives("ACK seq=101 ack=301 win=0");
        bench.Advance(60_000);
        bench.Write(connection, 10);
        bench.Advance(100);
        Assert.Equal(SocketError.Success, connection.Error);
        bench.Advance(50);
        Assert.Equal(SocketError.TimedOut, connection.Error);
    }

    [Fact]
    public void A_connection_silent_for_long_is_probed_at_intervals_when_keep_alive_is_switched_on()
    {
        TcpBench bench = new();
        TcpConnection connection = bench.Established();
        bench.Advance(100_000);
        connection.Options = new TcpConnectionOptions { KeepAlive = true, KeepAliveTime = 1000, KeepAliveInterval = 500, KeepAliveRetries = 2 };
        bench.Poll();
        bench.Sends("ACK seq=300 ack=101");
        bench.SendsNothing();
        Assert.Equal(500, bench.UntilSends());
        bench.Sends("ACK seq=300 ack=101");
        Assert.Equal(500, bench.UntilSends());
        bench.Sends("RST,ACK seq=301 ack=101");
        Assert.Equal(SocketError.TimedOut, connection.Error);
    }

    [Fact]
    public void A_connection_whose_probes_are_answered_is_never_lost_however_seldom_they_are()
    {
        TcpBench bench = new(options => options.Server = new TcpConnectionOptions { KeepAlive = true, KeepAliveTime = 100, KeepAliveInterval = 1000, KeepAliveRetries = 2 });
        TcpConnection connection = bench.Established();
        for (int i = 0; i < 10; i++)
        {
            bench.UntilSends();
            bench.Sends("ACK seq=300 ack=101");
            bench.Arrives("ACK seq=101 ack=301 win=4096");
        }

        Assert.Equal(TcpState.Established, connection.State);
    }

    [Fact]
    public void Silence_is_counted_from_the_end_of_the_handshake()
    {
        TcpBench bench = new(options => options.Client = new TcpConnectionOptions { IdleTimeout = 2000 });
        TcpConnection connection = bench.Connect();
        bench.Advance(2500);
        bench.Sends("SYN seq=300");
        bench.Sends("SYN seq=300");
        bench.Arrives("SYN,ACK seq=100 ack=301 win=4096");
        bench.Advance(1900);
        Assert.Equal(TcpState.Established, connection.State);
        bench.Advance(100);
        Assert.Equal(SocketError.TimedOut, connection.Error);
    }

    [Fact]
    public void A_keep_alive_probe_does_not_take_the_place_of_an_acknowledgment_that_is_owed()
    {
        TcpBench bench = new(options =>
        {
            options.DelayedAck = 500;
            options.Server = new TcpConnectionOptions { KeepAlive = true, KeepAliveTime = 100, KeepAliveInterval = 1000 };
        });
        bench.Established();

        // An acknowledgment takes less than half a second, and keep-alive looks twice a second: here both are due at the same time.
        bench.Advance(1);
        bench.Arrives("ACK seq=101 ack=301 win=4096 len=10");
        Assert.Equal(499, bench.UntilSends());
        bench.Sends("ACK seq=301 ack=111");
        bench.Sends("ACK seq=300 ack=111");
    }

    [Fact]
    public void A_probe_that_finds_the_window_open_was_answered()
    {
        TcpBench bench = new(options => options.DataRetries = 1);
        TcpConnection connection = bench.Established();
        bench.Arrives("ACK seq=101 ack=301 win=0");
        bench.Write(connection, 500);
        bench.UntilSends();
        bench.Sends("ACK seq=301 ack=101 len=1");
        bench.Arrives("ACK seq=101 ack=301 win=4096");
        bench.Sends("ACK seq=301 ack=101 len=500");
        bench.UntilSends();
        bench.Sends("ACK seq=301 ack=101 len=500");
        Assert.Equal(SocketError.Success, connection.Error);
    }

    [Fact]
    public void A_SYN_ACK_that_comes_again_says_no_more_than_a_window_without_scale_can()
    {
        TcpBench bench = new(options => options.ReceiveBuffer = 150_000);
        bench.Connect();
        bench.Poll();
        bench.Sends("SYN seq=300");
        bench.Arrives(new Segment { Flags = TcpHeader.Syn, Seq = 100, Win = 100, Options = [3, 3, 2, 1] });
        bench.Sends("SYN,ACK seq=300 ack=101 win=65535");
        bench.Arrives("ACK seq=50 ack=301 win=100");
        bench.Take();
        bench.UntilSends();
        bench.Sends("SYN,ACK seq=300 ack=101 win=65535");
    }

    [Fact]
    public void A_half_open_connection_whose_SYN_ACK_waits_for_the_link_acknowledges_nothing_before_it()
    {
        TcpBench bench = new();
        bench.Listen();
        bench.Link.Room = 0;
        bench.Arrives("SYN seq=100 win=4096");
        bench.Link.Room = int.MaxValue;
        bench.Arrives("ACK seq=50 ack=0 win=4096");
        bench.SendsNothing();
        bench.UntilSends();
        bench.Sends("SYN,ACK seq=300 ack=101");
    }

    private static byte[] BigEndianBytes(uint number)
    {
        return [(byte)(number >> 24), (byte)(number >> 16), (byte)(number >> 8), (byte)number];
    }
}
