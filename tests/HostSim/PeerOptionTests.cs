// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.Tests.HostSim;

public class PeerOptionTests
{
    private readonly PeerBench _bench = new();

    [Theory]
    [InlineData("nodelay 1")]
    [InlineData("nodelay 0")]
    [InlineData("keepalive 1")]
    [InlineData("keepidle 1")]
    [InlineData("keepidle 32767")]
    [InlineData("keepintvl 75")]
    [InlineData("keepcnt 127")]
    [InlineData("reuse 1")]
    [InlineData("reuse 0")]
    [InlineData("rcvbuf 200000")]
    [InlineData("sndbuf 99999999999")]
    [InlineData("rcvbuf 0")]
    [InlineData("maxseg 28")]
    [InlineData("maxseg 1100")]
    [InlineData("maxseg 9000")]
    [InlineData("maxseg 0")]
    [InlineData("usertimeout 30000")]
    [InlineData("usertimeout 0")]
    [InlineData("cork 1")]
    public void Every_option_is_taken_by_every_kind_of_socket(string option)
    {
        _bench.Connect();
        _bench.Near.Expect("tcp", "ok 3");
        _bench.Near.Expect($"opt 1 {option}", "ok");
        _bench.Near.Expect($"opt 2 {option}", "ok");
        _bench.Near.Expect($"opt 3 {option}", "ok");
        _bench.Near.Expect("state 2", "ok ESTABLISHED");
    }

    [Theory]
    [InlineData("keepidle 0", "EINVAL")]
    [InlineData("keepidle 32768", "EINVAL")]
    [InlineData("keepintvl 0", "EINVAL")]
    [InlineData("keepcnt 0", "EINVAL")]
    [InlineData("keepcnt 128", "EINVAL")]
    [InlineData("maxseg 27", "EINVAL")]
    [InlineData("maxseg 32768", "EINVAL")]
    [InlineData("nodelay 7", "EINVAL")]
    [InlineData("keepalive 2", "EINVAL")]
    [InlineData("reuse 2", "EINVAL")]
    [InlineData("cork 99999999999", "EINVAL")]
    [InlineData("cork -1", "EINVAL")]
    [InlineData("cork yes", "EINVAL")]
    [InlineData("congestion 1", "ENOPROTOOPT")]
    [InlineData("NODELAY 1", "ENOPROTOOPT")]
    public void What_is_out_of_bounds_is_EINVAL_and_what_is_unknown_ENOPROTOOPT(string option, string error)
    {
        _bench.Near.Expect("tcp", "ok 1");
        _bench.Near.Expect($"opt 1 {option}", $"err {error}");
    }

    [Fact]
    public void What_is_set_before_listen_counts_for_what_is_accepted_and_then_each_has_its_own()
    {
        _bench.Near.Expect("tcp", "ok 1");
        _bench.Near.Expect("opt 1 sndbuf 1000", "ok");
        _bench.Connect(hasNear: true);
        _bench.Near.Expect("opt 1 sndbuf 700", "ok");
        _bench.Far.Expect("tcp", "ok 2");
        _bench.Far.Expect("connect 2 192.168.7.2 80", "again");
        _bench.Exchange();
        Assert.StartsWith("ok 3 ", _bench.Near.Say("accept 1"));
        _bench.Near.Expect("opt 2 nodelay 1", "ok");
        _bench.Near.Expect("write 2 5000", "ok 1000");
        _bench.Near.Expect("write 3 5000", "ok 700");
    }

    [Fact]
    public void What_is_set_before_connect_counts_for_the_connection()
    {
        _bench.Far.Expect("tcp", "ok 1");
        _bench.Far.Expect("opt 1 sndbuf 1000", "ok");
        _bench.Connect(hasFar: true);
        _bench.Far.Expect("write 1 5000", "ok 1000");
    }

    [Fact]
    public void A_receive_buffer_smaller_than_the_configured_one_is_the_window_and_a_larger_one_is_not()
    {
        _bench.Far.Expect("tcp", "ok 1");
        _bench.Far.Expect("opt 1 rcvbuf 1500", "ok");
        _bench.Near.Expect("tcp", "ok 1");
        _bench.Near.Expect("opt 1 rcvbuf 1000000", "ok");
        _bench.Connect(hasNear: true, hasFar: true);
        Assert.Contains(" snd_wnd=1500 rcv_wnd=4096 ", _bench.Near.Say("info 2"));
        Assert.Contains(" snd_wnd=4096 rcv_wnd=1500 ", _bench.Far.Say("info 1"));
    }

    [Fact]
    public void The_largest_segment_is_told_to_the_other_end_and_kept()
    {
        _bench.Near.Expect("tcp", "ok 1");
        _bench.Near.Expect("opt 1 maxseg 500", "ok");
        _bench.Connect(hasNear: true);

        // Without the twelve bytes that timestamps take.
        Assert.Contains(" mss=488 ", _bench.Near.Say("info 2"));
        Assert.Contains(" mss=488 ", _bench.Far.Say("info 1"));
    }

    [Fact]
    public void A_short_segment_waits_for_the_one_before_it_unless_nodelay_is_set()
    {
        _bench.Connect();
        Assert.Equal(1, FramesOf("write 2 10"));
        Assert.Equal(0, FramesOf("write 2 10"));
        Assert.Equal(1, FramesOf("opt 2 nodelay 1"));
        Assert.Equal(1, FramesOf("write 2 10"));
    }

    [Fact]
    public void Cork_holds_what_does_not_fill_a_segment_until_it_is_pulled()
    {
        _bench.Connect();
        _bench.Near.Expect("opt 2 cork 1", "ok");
        Assert.Equal(0, FramesOf("write 2 10"));
        Assert.Equal(0, FramesOf("write 2 10"));
        Assert.Equal(1, FramesOf("opt 2 cork 0"));
        _bench.Far.Expect("read 1 100", "ok 20");
    }

    [Fact]
    public void Nodelay_sends_what_cork_has_held_so_far_and_the_cork_stays()
    {
        _bench.Connect();
        _bench.Near.Expect("opt 2 cork 1", "ok");
        Assert.Equal(0, FramesOf("write 2 10"));
        Assert.Equal(1, FramesOf("opt 2 nodelay 1"));
        Assert.Equal(0, FramesOf("write 2 10"));
    }

    [Fact]
    public void Cork_is_kept_for_the_connection_that_a_socket_becomes()
    {
        _bench.Far.Expect("tcp", "ok 1");
        _bench.Far.Expect("opt 1 cork 1", "ok");
        _bench.Connect(hasFar: true);
        _bench.Far.Expect("write 1 10", "ok 10");
        _bench.Near.Expect("read 2 10", "again");
    }

    [Fact]
    public void Cork_is_handed_down_to_what_is_accepted()
    {
        _bench.Near.Expect("tcp", "ok 1");
        _bench.Near.Expect("opt 1 cork 1", "ok");
        _bench.Connect(hasNear: true);
        Assert.Equal(0, FramesOf("write 2 10"));
        Assert.Equal(1, FramesOf("opt 2 cork 0"));
    }

    [Fact]
    public void More_holds_what_does_not_fill_a_segment_until_a_write_without_it()
    {
        _bench.Connect();
        Assert.Equal(0, FramesOf("write 2 10 more"));
        Assert.Equal(0, FramesOf("write 2 10 more"));
        Assert.Equal(1, FramesOf("write 2 10"));
        _bench.Far.Expect("read 1 100", "ok 30");
    }

    [Fact]
    public void What_more_held_leaves_when_nothing_follows()
    {
        _bench.Connect();
        _bench.Near.Expect("write 2 10 more", "ok 10");
        _bench.Advance(300);
        _bench.Far.Expect("read 1 100", "ok 10");
    }

    [Fact]
    public void The_user_timeout_is_in_milliseconds()
    {
        _bench.Connect();
        _bench.Near.Expect("opt 2 usertimeout 700", "ok");
        _bench.IsCut = true;
        _bench.Near.Expect("write 2 10", "ok 10");
        _bench.Advance(699);
        _bench.Near.Expect("state 2", "ok ESTABLISHED");
        _bench.Advance(1);
        _bench.Near.Expect("state 2", "ok CLOSED");
        _bench.Near.Expect("error 2", "ok ETIMEDOUT");
        _bench.Near.Expect("error 2", "ok 0");
    }

    [Fact]
    public void Keepalive_is_in_seconds_and_ends_a_connection_that_is_dead()
    {
        _bench.Connect();
        _bench.Near.Expect("opt 2 keepalive 1", "ok");
        _bench.Near.Expect("opt 2 keepidle 2", "ok");
        _bench.Near.Expect("opt 2 keepintvl 1", "ok");
        _bench.Near.Expect("opt 2 keepcnt 3", "ok");
        _bench.Advance(2001);
        Assert.Equal(1, Probes);
        _bench.IsCut = true;
        _bench.Advance(2000 + 3000);
        Assert.Equal(4, Probes);
        _bench.Near.Expect("state 2", "ok CLOSED");
        _bench.Near.Expect("read 2 1", "err ETIMEDOUT");
        _bench.Near.Expect("read 2 1", "ok 0");
    }

    [Fact]
    public void A_connection_may_be_silent_for_as_long_as_it_likes()
    {
        _bench.Connect();
        _bench.Advance(700_000);
        _bench.Near.Expect("state 2", "ok ESTABLISHED");
        Assert.Equal(0, Probes);
    }

    [Fact]
    public void Frames_that_arrived_together_are_answered_each_by_itself()
    {
        _bench.Connect();
        _bench.Far.Expect("opt 1 nodelay 1", "ok");
        for (int i = 0; i < 4; i++)
        {
            _bench.Far.Expect("write 1 10", "ok 10");
        }

        // Every second one at once.
        Assert.Equal(2, FramesOf("read 2 40"));
    }

    [Fact]
    public void Info_tells_how_a_connection_is_doing()
    {
        _bench.Connect();
        _bench.Far.Expect("write 1 100", "ok 100");
        _bench.Exchange();
        Assert.Equal(
            "ok state=ESTABLISHED cwnd=14480 ssthresh=2147483647 rto_ms=200 srtt_ms=0 rttvar_ms=0 mss=1448 snd_wnd=4096 rcv_wnd=3996 unread=100 unacked=0 in_flight=0 timeouts=0 send_space=4096 urgent=0",
            _bench.Near.Say("info 2"));
        _bench.Near.Expect("info 1", "ok state=LISTEN");
    }

    [Fact]
    public void Info_of_what_is_on_its_way()
    {
        _bench.Connect();
        _bench.IsCut = true;
        _bench.Near.Expect("write 2 100", "ok 100");
        _bench.Advance(450);
        string info = _bench.Near.Say("info 2");
        Assert.Contains(" unacked=100 in_flight=100 timeouts=2 send_space=3996 ", info);
        Assert.Contains(" rto_ms=400 ", info);
        Assert.Contains(" cwnd=1448 ", info);
    }

    private int Probes => _bench.Near.Stack.Tcp.GetCount(TcpCounter.KeepAliveProbes);

    // How many frames the near end sends for a command. The far end does not see them before.
    private int FramesOf(string command)
    {
        int before = _bench.Near.FramesSent;
        Assert.StartsWith("ok", _bench.Near.Say(command));
        return _bench.Near.FramesSent - before;
    }
}
