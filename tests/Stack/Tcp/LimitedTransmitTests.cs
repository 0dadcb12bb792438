// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>The first duplicates send new segments (RFC 3042). Without new segments fewer duplicates are enough (RFC 5827).</summary>
public class LimitedTransmitTests
{
    [Theory]
    [InlineData("")]
    [InlineData("sackok")]
    public void Each_of_the_first_two_duplicates_lets_a_new_segment_go(string syn)
    {
        var sender = new Sender(syn);
        string first = syn.Length > 0 ? "2-2" : "";
        string second = syn.Length > 0 ? "2-3" : "";
        Assert.Equal([11], sender.Acknowledges(0, first));
        Assert.Equal([12], sender.Acknowledges(0, second));
    }

    [Fact]
    public void It_leaves_the_congestion_window_as_it_was()
    {
        var sender = new Sender();
        Assert.Equal([11], sender.Acknowledges(0));
        Assert.Equal([12], sender.Acknowledges(0));

        // The window is ten segments and one from slow start. One segment less than that is in flight, and two have arrived.
        Assert.Empty(sender.Acknowledges(1).Except([13]));
    }

    [Fact]
    public void With_selective_acknowledgments_only_news_count()
    {
        var sender = new Sender("sackok");
        Assert.Empty(sender.Acknowledges(0));
        Assert.Equal([11], sender.Acknowledges(0, "2-2"));
        Assert.Empty(sender.Acknowledges(0, "2-2"));
        Assert.Equal([12], sender.Acknowledges(0, "2-3"));
    }

    [Fact]
    public void The_other_ends_window_binds_all_the_same()
    {
        var bench = new TcpBench(options => options.SendBuffer = 20_000);
        bench.Write(bench.Established("SYN seq=100 win=4000 mss=1000"), 20_000);
        bench.Poll();
        Assert.Equal(4, bench.Link.Sent.Count);
        bench.Link.Sent.Clear();
        bench.Arrives("ACK seq=101 ack=301 win=4000");
        bench.Arrives("ACK seq=101 ack=301 win=4000");
        bench.SendsNothing();
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(3, 2)]
    [InlineData(4, 3)]
    [InlineData(8, 3)]
    public void With_nothing_new_to_send_one_duplicate_less_than_segments_in_flight_is_enough(int segments, int duplicates)
    {
        var sender = new Sender(segments: segments);
        for (int duplicate = 1; duplicate < duplicates; duplicate++)
        {
            Assert.Empty(sender.Acknowledges(0));
        }

        Assert.Equal([1], sender.Acknowledges(0));
    }

    [Fact]
    public void With_something_new_to_send_three_duplicates_are_waited_for_however_little_is_in_flight()
    {
        // After a handshake that was lost twice there are one segment and then two.
        var bench = new TcpBench(options => options.SendBuffer = 20_000);
        TcpListener listener = bench.Listen();
        bench.Arrives("SYN seq=100 win=65535 mss=1000");
        for (int i = 0; i < 3; i++)
        {
            bench.UntilSends();
            bench.Sends("SYN,ACK seq=300");
        }

        bench.Arrives("ACK seq=101 ack=301 win=65535");
        bench.Write(listener.Accept()!, 20_000);
        bench.Poll();
        bench.Sends("ACK seq=301 len=1000");
        bench.Arrives("ACK seq=101 ack=1301 win=65535");
        bench.Sends("ACK seq=1301 len=1000");
        bench.Sends("ACK seq=2301 len=1000");
        bench.Arrives("ACK seq=101 ack=1301 win=65535");
        bench.Sends("ACK seq=3301 len=1000");
        bench.Arrives("ACK seq=101 ack=1301 win=65535");
        bench.Sends("ACK seq=4301 len=1000");
        bench.SendsNothing();
        bench.Arrives("ACK seq=101 ack=1301 win=65535");
        bench.Sends("ACK seq=1301 len=1000");
    }

    [Fact]
    public void A_single_segment_in_flight_waits_for_three_duplicates_or_the_timeout()
    {
        var sender = new Sender(segments: 1);
        Assert.Empty(sender.Acknowledges(0));
        Assert.Empty(sender.Acknowledges(0));
        Assert.Equal([1], sender.Acknowledges(0));
    }
}
