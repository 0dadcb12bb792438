// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.HostSim;

/// <summary>UDP in the peer's conversation.</summary>
public class PeerDatagramTests
{
    private readonly PeerBench _bench = new();

    public PeerDatagramTests()
    {
        _bench.Near.Expect("udp", "ok 1");
        _bench.Far.Expect("udp", "ok 1");
        _bench.Far.Expect("bind 1 * 9", "ok 9");
        _bench.Near.Expect("bind 1 * 5000", "ok 5000");
    }

    [Fact]
    public void A_datagram_is_sent_and_received_with_its_sender()
    {
        _bench.Near.Expect("sendto 1 192.168.7.1 9 3 0a0b0c", "ok 3");
        _bench.Exchange();
        _bench.Far.Expect("poll 1", "ok r w");
        _bench.Far.Expect("recvfrom 1", "ok 3 192.168.7.2 5000 0a0b0c");
        _bench.Far.Expect("recvfrom 1", "again");
        _bench.Far.Expect("poll 1", "ok w");
    }

    [Fact]
    public void Without_digits_as_many_zero_bytes_are_sent()
    {
        _bench.Near.Expect("sendto 1 192.168.7.1 9 4", "ok 4");
        _bench.Near.Expect("sendto 1 192.168.7.1 9 0", "ok 0");
        _bench.Near.Expect("sendto 1 192.168.7.1 9 65508", "err EMSGSIZE");
        _bench.Exchange();
        _bench.Far.Expect("recvfrom 1 1", "ok 1 192.168.7.2 5000 00");
        _bench.Far.Expect("recvfrom 1", "ok 0 192.168.7.2 5000");
        _bench.Far.Expect("recvfrom 1", "again");
    }

    [Theory]
    [InlineData("sendto 1 192.168.7.1 9")]
    [InlineData("sendto 1 192.168.7.1 9 2 0a")]
    [InlineData("sendto 1 192.168.7.1 9 1 0a 1")]
    [InlineData("sendto 1 192.168.7.1 9 1 xx")]
    [InlineData("sendto 1 192.168.7.1 0 1")]
    [InlineData("sendto 1 host 9 1")]
    [InlineData("recvfrom 1 0")]
    [InlineData("recvfrom 1 x")]
    [InlineData("recvfrom 1 9 9")]
    [InlineData("bind 1 * 80")]
    [InlineData("bind 1 *")]
    [InlineData("connect 1 192.168.7.1")]
    [InlineData("connect 1 192.168.7.1 0")]
    [InlineData("send 1")]
    [InlineData("write 1")]
    [InlineData("recv 1")]
    [InlineData("name 1 1")]
    [InlineData("poll 1 1")]
    [InlineData("error 1 1")]
    [InlineData("close 1 1")]
    [InlineData("opt 1 ttl")]
    [InlineData("opt 1 ttl 256")]
    [InlineData("opt 1 broadcast 2")]
    [InlineData("opt 1 join")]
    [InlineData("opt 1 join 192.168.7.1")]
    [InlineData("opt 1 leave 239.1.2.3")]
    [InlineData("udp x")]
    public void A_malformed_command_changes_nothing(string command)
    {
        _bench.Near.Expect(command, "err EINVAL");
        _bench.Near.Expect("name 1", "ok 192.168.7.2 5000");
        A_datagram_is_sent_and_received_with_its_sender();
    }

    [Theory]
    [InlineData("listen 1 4")]
    [InlineData("accept 1")]
    [InlineData("shutdown 1 wr")]
    [InlineData("peek 1 4")]
    [InlineData("state 1")]
    [InlineData("info 1")]
    public void What_only_a_connection_can_do_is_refused(string command)
    {
        _bench.Near.Expect(command, "err EOPNOTSUPP");
    }

    [Theory]
    [InlineData("udp 6", "EAFNOSUPPORT")]
    [InlineData("tcp 6", "EAFNOSUPPORT")]
    [InlineData("hello 6", "EINVAL")]
    [InlineData("stats 6", "EINVAL")]
    [InlineData("conns 6", "EINVAL")]
    [InlineData("quit 6", "EINVAL")]
    [InlineData("nonsense 6", "EINVAL")]
    public void The_number_of_a_socket_changes_no_command_that_has_no_handle(string command, string error)
    {
        for (int handle = 2; handle <= 6; handle++)
        {
            _bench.Near.Expect("udp", $"ok {handle}");
        }

        _bench.Near.Expect(command, $"err {error}");
    }

    [Fact]
    public void The_handle_of_a_TCP_socket_is_none_of_UDP()
    {
        _bench.Near.Expect("tcp", "ok 2");
        _bench.Near.Expect("sendto 2 192.168.7.1 9 1", "err EOPNOTSUPP");
        _bench.Near.Expect("recvfrom 2", "err EOPNOTSUPP");
        _bench.Near.Expect("bind 2 * 5000", "ok 5000");
        _bench.Near.Expect("close 1", "ok");
        _bench.Near.Expect("recvfrom 1", "err EBADF");
        _bench.Near.Expect("tcp", "ok 1");
        _bench.Near.Expect("recvfrom 1", "err EOPNOTSUPP");
        _bench.Near.Expect("name 2", "ok 192.168.7.2 5000");
    }

    [Fact]
    public void A_connected_socket_sends_and_receives_without_an_address()
    {
        _bench.Near.Expect("connected 1", "err ENOTCONN");
        _bench.Near.Expect("send 1 0a", "err ENOTCONN");
        _bench.Near.Expect("connect 1 192.168.7.1 9", "ok");
        _bench.Near.Expect("connected 1", "ok");
        _bench.Near.Expect("send 1 0a0b", "ok 2");
        _bench.Near.Expect("write 1 3", "ok 3");
        _bench.Exchange();
        _bench.Far.Expect("recv 1 9", "ok 2 0a0b");
        _bench.Far.Expect("read 1 9", "ok 3");
        _bench.Far.Expect("sendto 1 192.168.7.2 5000 1 07", "ok 1");
        _bench.Exchange();
        _bench.Near.Expect("recv 1 9", "ok 1 07");
    }

    [Fact]
    public void A_port_has_one_handle_and_TCP_has_ports_of_its_own()
    {
        _bench.Near.Expect("udp", "ok 2");
        _bench.Near.Expect("bind 2 * 5000", "err EADDRINUSE");
        _bench.Near.Expect("bind 2 192.168.7.9 5001", "err EADDRNOTAVAIL");
        _bench.Near.Expect("name 2", "ok 0.0.0.0 0");
        _bench.Near.Expect("close 1", "ok");
        _bench.Near.Expect("bind 2 192.168.7.2 5000", "ok 5000");
        _bench.Near.Expect("abort 2", "ok");
        _bench.Near.Expect("name 2", "ok 0.0.0.0 0");
        Assert.StartsWith("ok ", _bench.Near.Say("bind 2 * 0"));
    }

    [Fact]
    public void Options_change_what_is_sent_and_received()
    {
        _bench.Far.Expect("opt 1 broadcast 0", "ok");
        _bench.Near.Expect("sendto 1 192.168.7.255 9 1", "ok 1");
        _bench.Exchange();
        _bench.Far.Expect("recvfrom 1", "again");
        _bench.Far.Expect("opt 1 broadcast 1", "ok");
        _bench.Near.Expect("opt 1 ttl 9", "ok");
        _bench.Near.Expect("opt 1 nocheck 1", "ok");
        _bench.Near.Expect("opt 1 reuse 1", "ok");
        _bench.Near.Expect("opt 1 nodelay 1", "err ENOPROTOOPT");
        _bench.Near.Expect("sendto 1 192.168.7.255 9 1 05", "ok 1");
        _bench.Exchange();
        _bench.Far.Expect("recvfrom 1", "ok 1 192.168.7.2 5000 05");
    }

    [Fact]
    public void A_group_is_received_while_it_is_joined()
    {
        _bench.Far.Expect("opt 1 join 239.1.2.3", "ok");
        _bench.Near.Expect("sendto 1 239.1.2.3 9 1 05", "ok 1");
        _bench.Exchange();
        _bench.Far.Expect("recvfrom 1", "ok 1 192.168.7.2 5000 05");
        _bench.Far.Expect("opt 1 leave 239.1.2.3", "ok");
        _bench.Near.Expect("sendto 1 239.1.2.3 9 1 05", "ok 1");
        _bench.Exchange();
        _bench.Far.Expect("recvfrom 1", "again");
    }
}
