// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>The first block reports text that comes twice (RFC 2883).</summary>
public class DuplicateSackTests
{
    private readonly TcpBench _bench = new();
    private readonly TcpConnection _connection;

    public DuplicateSackTests()
    {
        _connection = _bench.Established("SYN seq=100 win=4096 mss=1000 sackok");
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=100");
        _bench.UntilSends();
        _bench.Sends("ACK ack=201");
    }

    [Fact]
    public void A_segment_that_comes_again_is_told_whole()
    {
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=100");
        _bench.Sends("ACK ack=201 sack=101-201");
        Assert.Equal(100, _connection.Available);
    }

    [Fact]
    public void Of_one_with_news_the_old_part_is_told()
    {
        _bench.Arrives("ACK seq=151 ack=301 win=4096 len=100");
        _bench.Sends("ACK ack=251 sack=151-201");
    }

    [Fact]
    public void It_is_told_once()
    {
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=100");
        _bench.Sends("ACK ack=201 sack=101-201");
        _bench.Arrives("ACK seq=201 ack=301 win=4096 len=100");
        _bench.UntilSends();
        _bench.Sends("ACK ack=301 sack=none");
    }

    [Fact]
    public void Beyond_a_hole_it_stands_in_front_of_the_block_that_it_is_a_part_of()
    {
        _bench.Arrives("ACK seq=301 ack=301 win=4096 len=100");
        _bench.Arrives("ACK seq=401 ack=301 win=4096 len=100");
        _bench.Link.Sent.Clear();
        _bench.Arrives("ACK seq=401 ack=301 win=4096 len=100");
        _bench.Sends("ACK ack=201 sack=401-501,301-501");
    }

    [Fact]
    public void Old_text_is_told_before_what_stands_behind_a_hole()
    {
        _bench.Arrives("ACK seq=301 ack=301 win=4096 len=100");
        _bench.Sends("ACK ack=201 sack=301-401");
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=100");
        _bench.Sends("ACK ack=201 sack=101-201,301-401");
    }

    [Fact]
    public void Text_beyond_the_window_did_not_come_twice()
    {
        _bench.Arrives("ACK seq=2149 ack=301 win=4096 len=10");
        _bench.Sends("ACK ack=201 sack=none");
    }

    [Fact]
    public void It_takes_the_place_of_the_last_of_four_blocks()
    {
        var bench = new TcpBench(options => options.SackRanges = 4);
        bench.Established("SYN seq=100 win=4096 mss=1000 sackok");
        bench.Arrives("ACK seq=101 ack=301 win=4096 len=100");
        for (int seq = 301; seq <= 901; seq += 200)
        {
            bench.Arrives($"ACK seq={seq} ack=301 win=4096 len=100");
        }

        bench.Link.Sent.Clear();
        bench.Arrives("ACK seq=101 ack=301 win=4096 len=100");
        bench.Sends("ACK ack=201 sack=101-201,901-1001,701-801,501-601");
    }

    [Theory]
    [InlineData("ACK seq=200 ack=301 win=4096")]
    [InlineData("ACK seq=100 ack=301 win=4096 len=1")]
    public void An_empty_segment_and_what_stands_in_front_of_all_text_tell_nothing(string probe)
    {
        _bench.Arrives(probe);
        _bench.Sends("ACK ack=201 sack=none");
    }

    [Fact]
    public void Without_permission_nothing_is_told()
    {
        var bench = new TcpBench();
        bench.Established();
        bench.Arrives("ACK seq=101 ack=301 win=4096 len=100");
        bench.UntilSends();
        bench.Link.Sent.Clear();
        bench.Arrives("ACK seq=101 ack=301 win=4096 len=100");
        bench.Sends("ACK ack=201 sack=none");
    }
}
