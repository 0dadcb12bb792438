// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>Segments that are too large for the path (RFC 1191), whether a router says so or not (RFC 2923).</summary>
public class PathMtuTests
{
    private readonly TcpBench _bench = new(options => options.SendBuffer = 60_000);
    private readonly TcpConnection _connection;

    public PathMtuTests()
    {
        _connection = _bench.Established("SYN seq=100 win=65535 mss=1460");
        _bench.Write(_connection, 3000);
        _bench.Poll();
    }

    [Fact]
    public void No_router_may_fragment_what_is_sent()
    {
        byte[] frame = _bench.Sends("ACK seq=301 len=1460").Frame;
        Assert.Equal(0x40, frame[EthernetHeader.Length + 6] & 0xE0);
    }

    [Fact]
    public void The_router_that_cannot_forward_says_what_would_fit_and_it_is_sent_so_at_once()
    {
        Segment sent = Sent();
        _bench.Error(3, 4, sent, 1000);
        _bench.Sends("ACK seq=301 len=960");
        _bench.Sends("ACK seq=1261 len=960");
        _bench.Sends("ACK seq=2221 len=960");
        _bench.Sends("ACK seq=3181 len=120");
    }

    [Fact]
    public void What_is_written_later_keeps_to_it()
    {
        _bench.Error(3, 4, Sent(), 1000);
        _bench.Link.Sent.Clear();
        _bench.Arrives("ACK seq=101 ack=3301 win=65535");
        _bench.Write(_connection, 1000);
        _bench.Poll();
        _bench.Sends("ACK seq=3301 len=960");
    }

    [Fact]
    public void An_old_router_that_names_no_size_gets_576_bytes()
    {
        _bench.Error(3, 4, Sent(), 0);
        _bench.Sends("ACK seq=301 len=536");
    }

    [Theory]
    [InlineData(1500)]
    [InlineData(9000)]
    [InlineData(67)]
    public void A_size_that_is_no_smaller_or_that_no_path_has_is_ignored(int mtu)
    {
        _bench.Error(3, 4, Sent(), mtu);
        _bench.SendsNothing();
    }

    [Fact]
    public void The_smallest_size_that_a_path_may_have_is_believed()
    {
        // RFC 1191 §3: 68 bytes.
        _bench.Error(3, 4, Sent(), 68);
        _bench.Sends("ACK seq=301 len=28");
    }

    [Fact]
    public void One_about_what_is_not_on_its_way_is_ignored()
    {
        // RFC 5927 §7.
        Segment sent = Sent();
        _bench.Arrives("ACK seq=101 ack=1761 win=65535");
        _bench.Error(3, 4, sent, 1000);
        _bench.SendsNothing();
    }

    [Fact]
    public void The_congestion_window_shrinks_with_the_segments()
    {
        // RFC 5681 §3.1: not ten times as many small ones in one burst.
        var bench = new TcpBench(options => options.SendBuffer = 60_000);
        TcpConnection connection = bench.Established("SYN seq=100 win=65535 mss=1460");
        bench.Write(connection, 60_000);
        bench.Poll();
        Segment sent = bench.Take();
        bench.Link.Sent.Clear();
        bench.Error(3, 4, sent, 186);
        Assert.Equal(10, bench.Link.Sent.Count);
        bench.Sends("ACK seq=301 len=146");
    }

    [Fact]
    public void Timestamps_count_as_a_part_of_it()
    {
        var bench = new TcpBench(options => options.Timestamps = true);
        TcpConnection connection = bench.Established("SYN seq=100 win=65535 mss=1460 ts=9000/0");
        bench.Write(connection, 2000);
        bench.Poll();
        Segment sent = bench.Sends("ACK seq=301 len=1448");
        bench.Link.Sent.Clear();
        bench.Error(3, 4, sent, 1500);
        bench.SendsNothing();
        bench.Error(3, 4, sent, 1000);
        Assert.Equal(1014, bench.Sends("ACK seq=301 len=948").Frame.Length);
    }

    [Fact]
    public void Where_nobody_says_so_five_timeouts_do()
    {
        Sent();
        for (int timeout = 1; timeout < 5; timeout++)
        {
            _bench.UntilSends();
            _bench.Sends("ACK seq=301 len=1460");
        }

        _bench.UntilSends();
        _bench.Sends("ACK seq=301 len=536");
        Assert.Equal(1, _bench.Count(TcpCounter.BlackHoles));
        _bench.Arrives("ACK seq=101 ack=837 win=65535");
        _bench.Sends("ACK seq=837 len=536");
    }

    [Fact]
    public void Small_segments_are_not_what_the_path_is_too_narrow_for()
    {
        var bench = new TcpBench();
        TcpConnection connection = bench.Established("SYN seq=100 win=65535 mss=500");
        bench.Write(connection, 500);
        for (int timeout = 0; timeout < 7; timeout++)
        {
            bench.UntilSends();
            bench.Sends("ACK seq=301 len=500");
        }

        Assert.Equal(0, bench.Count(TcpCounter.BlackHoles));
    }

    private Segment Sent()
    {
        Segment first = _bench.Sends("ACK seq=301 len=1460");
        _bench.Sends("ACK seq=1761 len=1460");
        _bench.Sends("ACK seq=3221 len=80");
        return first;
    }
}
