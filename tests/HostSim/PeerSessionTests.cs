// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.HostSim;

public class PeerSessionTests
{
    private readonly PeerBench _bench = new();

    [Theory]
    [InlineData("hello", "ok labctl/1 name=nanotcp")]
    [InlineData("  hello \t", "ok labctl/1 name=nanotcp")]
    [InlineData("hello\r", "ok labctl/1 name=nanotcp")]
    [InlineData("tcp 6", "err EAFNOSUPPORT")]
    [InlineData("udp 6", "err EAFNOSUPPORT")]
    [InlineData("sendto 1 192.168.7.1 9 4 00010203", "err EBADF")]
    [InlineData("recvfrom 1", "err EBADF")]
    public void Commands_without_a_socket_are_answered(string command, string reply)
    {
        _bench.Near.Expect(command, reply);
    }

    [Theory]
    [InlineData("")]
    [InlineData("frobnicate")]
    [InlineData("frobnicate 1")]
    [InlineData("HELLO")]
    [InlineData("hello world")]
    [InlineData("tcp 4")]
    [InlineData("tcp 6 6")]
    [InlineData("stats 1")]
    [InlineData("quit now")]
    [InlineData("bind")]
    [InlineData("bind x * 80")]
    [InlineData("bind 1")]
    [InlineData("bind 1 *")]
    [InlineData("bind 1 * 65536")]
    [InlineData("bind 1 * -1")]
    [InlineData("bind 1 * 80 90")]
    [InlineData("bind 1 192.168.7 80")]
    [InlineData("listen 1")]
    [InlineData("listen 1 x")]
    [InlineData("accept 1")]
    [InlineData("connect 1 192.168.7.1")]
    [InlineData("connect 1 192.168.7.1 0")]
    [InlineData("connect 1 host 80")]
    [InlineData("write 1")]
    [InlineData("write 1 0")]
    [InlineData("write 1 +5")]
    [InlineData("write 1 5 less")]
    [InlineData("write 1 5 more more")]
    [InlineData("read 1 0")]
    [InlineData("read 1 1e3")]
    [InlineData("send 1")]
    [InlineData("send 1 0")]
    [InlineData("send 1 0g")]
    [InlineData("shutdown 1 up")]
    [InlineData("shutdown 1")]
    [InlineData("close 1 1")]
    [InlineData("state 1 2")]
    [InlineData("opt 1 nodelay")]
    [InlineData("\0\u00ff")]
    public void A_malformed_line_is_EINVAL_and_changes_nothing(string command)
    {
        _bench.Near.Expect("tcp", "ok 1");
        _bench.Near.Expect(command, "err EINVAL");
        _bench.Near.Expect("state 1", "ok CLOSED");
        _bench.Near.Expect("name 1", "ok 0.0.0.0 0");
        Assert.False(_bench.Near.HasEnded);
    }

    [Theory]
    [InlineData("read 1 5")]
    [InlineData("close 7")]
    [InlineData("state 0")]
    [InlineData("state 99999999999999999999")]
    public void A_handle_that_does_not_exist_is_EBADF(string command)
    {
        _bench.Near.Expect(command, "err EBADF");
    }

    [Fact]
    public void Quit_is_answered_and_ends_the_conversation()
    {
        _bench.Near.Expect("quit", "ok");
        Assert.True(_bench.Near.HasEnded);
    }

    [Fact]
    public void A_port_is_bound_once_and_free_again_after_close()
    {
        _bench.Near.Expect("tcp", "ok 1");
        _bench.Near.Expect("tcp", "ok 2");
        _bench.Near.Expect("bind 1 192.168.7.3 80", "err EADDRNOTAVAIL");
        _bench.Near.Expect("bind 1 192.168.7.2 80", "ok 80");
        _bench.Near.Expect("bind 1 * 81", "err EINVAL");
        _bench.Near.Expect("bind 2 * 80", "err EADDRINUSE");
        _bench.Near.Expect("name 1", "ok 192.168.7.2 80");
        _bench.Near.Expect("close 1", "ok");
        _bench.Near.Expect("state 1", "err EBADF");
        _bench.Near.Expect("bind 2 * 80", "ok 80");
    }

    [Fact]
    public void Listen_without_bind_takes_an_ephemeral_port()
    {
        _bench.Near.Expect("tcp", "ok 1");
        _bench.Near.Expect("listen 1 0", "ok");
        _bench.Near.Expect("state 1", "ok LISTEN");
        _bench.Near.Expect("poll 1", "ok -");
        _bench.Near.Expect("accept 1", "again");
        Assert.Matches("^ok 192\\.168\\.7\\.2 [1-9][0-9]{3,4}$", _bench.Near.Say("name 1"));
    }

    [Fact]
    public void What_one_end_sends_the_other_reads()
    {
        _bench.Connect();
        _bench.Near.Expect("read 2 10", "again");
        _bench.Near.Expect("poll 2", "ok w");
        _bench.Far.Expect("send 1 00ff10", "ok 3");
        _bench.Near.Expect("poll 2", "ok r w");
        _bench.Near.Expect("peek 2 2", "ok 2");
        _bench.Near.Expect("recv 2 10", "ok 3 00ff10");
        _bench.Near.Expect("recv 2 10", "again");
        _bench.Near.Expect("write 2 1000", "ok 1000");
        _bench.Far.Expect("read 1 600", "ok 600");
        Assert.Contains(" unread=400 unacked=0 ", _bench.Far.Say("info 1"));
        _bench.Far.Expect("read 1 600", "ok 400");
    }

    [Fact]
    public void Write_takes_what_there_is_room_for_and_then_again()
    {
        _bench.Connect();
        _bench.Near.Expect("write 2 1000000", "ok 4096");
        _bench.Near.Expect("write 2 1", "again");
        _bench.Near.Expect("poll 2", "ok -");
    }

    [Fact]
    public void After_the_FIN_reading_gives_ok_0_and_the_other_direction_stays_open()
    {
        _bench.Connect();
        _bench.Far.Expect("send 1 41", "ok 1");
        _bench.Far.Expect("shutdown 1 wr", "ok");
        _bench.Far.Expect("send 1 42", "err EPIPE");
        _bench.Exchange();
        _bench.Near.Expect("state 2", "ok CLOSE_WAIT");
        _bench.Near.Expect("recv 2 10", "ok 1 41");
        _bench.Near.Expect("recv 2 10", "ok 0");
        _bench.Near.Expect("write 2 5", "ok 5");
        _bench.Far.Expect("read 1 10", "ok 5");
        _bench.Near.Expect("close 2", "ok");
        _bench.Near.Expect("read 2 1", "err EBADF");
        _bench.Exchange();
        _bench.Far.Expect("read 1 10", "ok 0");
        _bench.Far.Expect("state 1", "ok TIME_WAIT");
        _bench.Far.Expect("poll 1", "ok r w h");
    }

    [Theory]
    [InlineData("read 1 5", "err ECONNRESET")]
    [InlineData("write 1 5", "err ECONNRESET")]
    [InlineData("error 1", "ok ECONNRESET")]
    [InlineData("connected 1", "err ECONNRESET")]
    public void A_reset_is_reported_once_by_whoever_asks_first(string command, string reply)
    {
        _bench.Connect();
        _bench.Near.Expect("abort 2", "ok");
        _bench.Far.Expect("poll 1", "ok r w h e");
        _bench.Far.Expect(command, reply);
        _bench.Far.Expect("read 1 5", "ok 0");
        _bench.Far.Expect("write 1 5", "err EPIPE");
        _bench.Far.Expect("error 1", "ok 0");
        _bench.Far.Expect("connected 1", "err ENOTCONN");
        _bench.Far.Expect("state 1", "ok CLOSED");
        _bench.Far.Expect("poll 1", "ok r w h");
    }

    [Fact]
    public void An_aborted_socket_keeps_its_handle_until_it_is_closed()
    {
        _bench.Connect();
        _bench.Near.Expect("abort 2", "ok");
        _bench.Near.Expect("state 2", "ok CLOSED");
        _bench.Near.Expect("read 2 5", "err ENOTCONN");
        _bench.Near.Expect("close 2", "ok");
        _bench.Near.Expect("state 2", "err EBADF");
    }

    [Fact]
    public void A_connection_to_a_closed_port_is_refused()
    {
        _bench.Near.Expect("tcp", "ok 1");
        _bench.Near.Expect("connect 1 192.168.7.1 81", "again");
        _bench.Near.Expect("connected 1", "again");
        _bench.Near.Expect("connect 1 192.168.7.1 81", "err EALREADY");
        _bench.Exchange();
        _bench.Near.Expect("connected 1", "err ECONNREFUSED");
        _bench.Near.Expect("connected 1", "err ENOTCONN");
    }

    [Fact]
    public void A_connection_to_an_address_that_nobody_has_fails_after_a_while()
    {
        _bench.Near.Expect("tcp", "ok 1");
        _bench.Near.Expect("connect 1 192.168.7.9 80", "again");
        _bench.Advance(10_000);
        _bench.Near.Expect("connected 1", "err EHOSTUNREACH");
    }

    [Fact]
    public void Errors_of_connect_have_their_names()
    {
        _bench.Near.Expect("tcp", "ok 1");
        _bench.Near.Expect("connect 1 10.0.0.1 80", "err ENETUNREACH");
        _bench.Near.Expect("connect 1 224.0.0.1 80", "err EADDRNOTAVAIL");
        _bench.Near.Expect("listen 1 1", "ok");
        _bench.Near.Expect("connect 1 192.168.7.1 80", "err EISCONN");
    }

    [Fact]
    public void Connect_uses_the_port_that_was_bound_and_keeps_it_bound_when_it_fails()
    {
        _bench.Near.Expect("tcp", "ok 1");
        _bench.Near.Expect("bind 1 * 4000", "ok 4000");
        _bench.Near.Expect("connect 1 10.0.0.1 80", "err ENETUNREACH");
        _bench.Near.Expect("tcp", "ok 2");
        _bench.Near.Expect("bind 2 * 4000", "err EADDRINUSE");
        _bench.Far.Expect("tcp", "ok 1");
        _bench.Far.Expect("bind 1 * 80", "ok 80");
        _bench.Far.Expect("listen 1 1", "ok");
        _bench.Near.Expect("connect 1 192.168.7.1 80", "again");
        _bench.Exchange();
        _bench.Near.Expect("connected 1", "ok");
        _bench.Near.Expect("name 1", "ok 192.168.7.2 4000");
        _bench.Far.Expect("accept 1", "ok 2 192.168.7.2 4000");
    }

    [Fact]
    public void A_socket_that_is_not_connected_says_so()
    {
        _bench.Near.Expect("tcp", "ok 1");
        _bench.Near.Expect("read 1 1", "err ENOTCONN");
        _bench.Near.Expect("write 1 1", "err ENOTCONN");
        _bench.Near.Expect("shutdown 1 wr", "err ENOTCONN");
        _bench.Near.Expect("connected 1", "err ENOTCONN");
        _bench.Near.Expect("error 1", "ok 0");
        _bench.Near.Expect("info 1", "ok state=CLOSED");
    }

    [Fact]
    public void Sockets_run_out_at_a_limit_with_ENOMEM()
    {
        int opened = 0;
        while (_bench.Near.Say("tcp") is not "err ENOMEM")
        {
            opened++;
            Assert.InRange(opened, 1, 1000);
        }

        _bench.Near.Expect("close 5", "ok");
        _bench.Near.Expect("tcp", "ok 5");
        _bench.Near.Expect("tcp", "err ENOMEM");
    }

    [Fact]
    public void Listeners_run_out_at_a_limit_with_ENOMEM()
    {
        for (int i = 1; i <= 5; i++)
        {
            _bench.Near.Expect("tcp", $"ok {i}");
            _bench.Near.Expect($"bind {i} * {1000 + i}", i <= 4 ? $"ok {1000 + i}" : "err ENOMEM");
        }
    }

    [Fact]
    public void Counters_and_states_are_listed_by_name()
    {
        _bench.Connect();
        string counters = _bench.Near.Say("stats");
        Assert.Contains(" tcp_passive_opens=1 ", counters);
        Assert.Contains(" ipv4_not_for_us=0 ", counters);
        Assert.Contains(" ESTABLISHED=1 ", _bench.Near.Say("conns"));
        Assert.Contains(" LISTEN=1 ", _bench.Near.Say("conns"));
    }

    [Fact]
    public void The_longest_send_arrives_in_pieces()
    {
        _bench.Connect();
        _bench.Far.Expect("send 1 " + new string('a', 131072), "ok 4096");
        _bench.Near.Expect("recv 2 1000000", "ok 4096 " + new string('a', 8192));
    }
}
