// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>The maximum segment size (RFC 9293 §3.7.1), and how data is cut into segments.</summary>
public class SegmentSizeTests
{
    private readonly TcpBench _bench = new(options => options.SendBuffer = 4096);

    [Theory]
    [InlineData("", 536)]
    [InlineData("mss=1000", 1000)]
    [InlineData("mss=1460", 1460)]
    [InlineData("mss=1461", 1460)]
    [InlineData("mss=9000", 1460)]
    [InlineData("mss=65535", 1460)]
    [InlineData("mss=64", 64)]
    [InlineData("mss=63", 63)]
    [InlineData("mss=40", 40)]
    [InlineData("mss=39", 39)]
    [InlineData("mss=1", 1)]
    [InlineData("mss=0", 536)]
    public void Segments_are_as_large_as_the_other_end_and_the_link_allow(string option, int expected)
    {
        TcpConnection connection = _bench.Established($"SYN seq=100 win=4096 {option}");
        _bench.Write(connection, 2 * expected);
        _bench.Poll();
        _bench.Sends($"ACK seq=301 len={expected}");
        _bench.Sends($"ACK seq={301 + expected} len={expected}");
        _bench.SendsNothing();
    }

    [Theory]
    [InlineData(1460, 1448)]
    [InlineData(536, 524)]
    [InlineData(63, 51)]
    [InlineData(40, 28)]
    [InlineData(13, 1)]
    public void Timestamps_count_as_a_part_of_the_segment(int mss, int text)
    {
        // RFC 6691: the sender of an MSS need not know which options there will be.
        var bench = new TcpBench(options =>
        {
            options.Timestamps = true;
            options.SendBuffer = 4096;
        });
        TcpConnection connection = bench.Established($"SYN seq=100 win=4096 mss={mss} ts=9000/0");
        bench.Write(connection, 2 * text);
        bench.Poll();
        bench.Sends($"ACK seq=301 len={text} ts=500/9000");
        bench.Sends($"ACK seq={301 + text} len={text} ts=500/9000");
        bench.SendsNothing();
    }

    [Theory]
    [InlineData(12)]
    [InlineData(1)]
    public void Where_they_would_leave_no_room_for_text_there_are_none(int mss)
    {
        var bench = new TcpBench(options => options.Timestamps = true);
        TcpListener listener = bench.Listen();
        bench.Arrives($"SYN seq=100 win=4096 mss={mss} ts=9000/0");
        Assert.Null(bench.Sends("SYN,ACK seq=300 ack=101").TimestampValue);
        bench.Arrives("ACK seq=101 ack=301 win=4096");
        bench.Write(listener.Accept()!, 2 * mss);
        bench.Poll();
        Assert.Null(bench.Sends($"ACK seq=301 len={mss}").TimestampValue);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(40)]
    [InlineData(63)]
    public void Nothing_that_is_sent_is_larger_than_the_other_end_asked_for(int mss)
    {
        // Text, urgent text, retransmissions after duplicates and after a timeout, probes of a small window, and the last segment with its FIN.
        TcpConnection connection = _bench.Established($"SYN seq=100 win=4096 mss={mss}");
        _bench.Write(connection, 10 * mss);
        _bench.Poll();
        connection.SendUrgent(new byte[2 * mss], 0, 2 * mss, out _);
        _bench.Poll();
        for (int i = 0; i < 4; i++)
        {
            _bench.Arrives("ACK seq=101 ack=301 win=4096");
        }

        _bench.Advance(5000);
        _bench.Arrives($"ACK seq=101 ack={301 + mss} win=100");
        _bench.Advance(5000);
        connection.Shutdown(SocketShutdown.Send);
        _bench.Arrives($"ACK seq=101 ack={301 + 3 * mss} win=4096");
        _bench.Advance(60_000);
        Assert.True(_bench.Link.Sent.Count > 20);
        while (_bench.Link.Sent.Count > 0)
        {
            Assert.InRange(_bench.Take().Data.Length, 0, mss);
        }
    }

    [Fact]
    public void The_option_of_a_SYN_ACK_counts_too()
    {
        TcpConnection connection = _bench.Connect();
        _bench.Poll();
        _bench.Sends("SYN seq=300 mss=1460");
        _bench.Arrives("SYN,ACK seq=100 ack=301 win=4096 mss=700");
        _bench.Sends("ACK seq=301");
        _bench.Write(connection, 1000);
        _bench.Poll();
        _bench.Sends("ACK seq=301 len=700");
    }

    [Fact]
    public void The_option_is_found_among_unknown_ones()
    {
        Arrives([1, 1, 4, 2, 8, 10, 0, 0, 0, 1, 0, 0, 0, 0, 2, 4, 700 >> 8, 700 & 255, 3, 3, 7, 0, 0, 0]);
        _bench.Sends("ACK seq=301 len=700");
    }

    [Theory]
    [InlineData(new byte[] { 9, 0, 2, 4, 2, 0, 0, 0 })]
    [InlineData(new byte[] { 9, 1, 2, 4, 2, 0, 0, 0 })]
    [InlineData(new byte[] { 9, 200, 2, 4, 2, 0, 0, 0 })]
    [InlineData(new byte[] { 1, 1, 1, 2 })]
    [InlineData(new byte[] { 1, 1, 2, 4 })]
    [InlineData(new byte[] { 2, 0, 2, 0 })]
    [InlineData(new byte[] { 0, 2, 4, 2 })]
    public void Malformed_options_are_survived_and_the_default_size_used(byte[] options)
    {
        Arrives(options);
        _bench.Sends("ACK seq=301 len=536");
    }

    [Fact]
    public void The_last_segment_of_what_was_written_carries_PSH()
    {
        TcpConnection connection = _bench.Established();
        _bench.Write(connection, 2500);
        _bench.Poll();
        Assert.Equal(0, _bench.Sends("ACK seq=301 len=1000").Flags & TcpHeader.Psh);
        Assert.Equal(0, _bench.Sends("ACK seq=1301 len=1000").Flags & TcpHeader.Psh);
        Assert.Equal(TcpHeader.Psh, _bench.Sends("ACK seq=2301 len=500").Flags & TcpHeader.Psh);
    }

    [Fact]
    public void Several_small_writes_before_a_poll_leave_in_one_segment()
    {
        TcpConnection connection = _bench.Established();
        for (int i = 0; i < 10; i++)
        {
            _bench.Write(connection, 7);
        }

        _bench.Poll();
        _bench.Sends("ACK seq=301 len=70");
        _bench.SendsNothing();
    }

    [Fact]
    public void A_small_write_does_not_wait_for_an_acknowledgment()
    {
        TcpConnection connection = _bench.Established();
        for (uint seq = 301; seq < 331; seq += 10)
        {
            _bench.Write(connection, 10);
            _bench.Poll();
            _bench.Sends($"ACK seq={seq} len=10");
        }
    }

    [Theory]
    [InlineData(749, false)]
    [InlineData(750, true)]
    public void Half_of_the_largest_window_is_no_crumb(int window, bool isSent)
    {
        TcpConnection connection = _bench.Established("SYN seq=100 win=1500 mss=1000");
        _bench.Arrives($"ACK seq=101 ack=301 win={window}");
        _bench.Write(connection, 2000);
        _bench.Poll();
        Assert.Equal(isSent ? 1 : 0, _bench.Link.Sent.Count);
    }

    [Fact]
    public void No_crumb_is_sent_into_a_window_that_is_almost_full()
    {
        // RFC 9293 §3.8.6.2.1: less than all, less than a segment, less than half of the largest window.
        TcpConnection connection = _bench.Established();
        _bench.Write(connection, 3000);
        _bench.Poll();
        _bench.Link.Sent.Clear();
        _bench.Arrives("ACK seq=101 ack=3301 win=4096");
        _bench.Write(connection, 4096);
        _bench.Poll();
        for (uint seq = 3301; seq < 7301; seq += 1000)
        {
            _bench.Sends($"ACK seq={seq} len=1000");
        }

        _bench.Sends("ACK seq=7301 len=96");
        _bench.Arrives("ACK seq=101 ack=4301 win=3596");
        _bench.Write(connection, 1000);
        _bench.Poll();
        _bench.SendsNothing();
        _bench.Arrives("ACK seq=101 ack=5301 win=3596");
        _bench.Sends("ACK seq=7397 len=1000");
    }

    private void Arrives(byte[] options)
    {
        TcpListener listener = _bench.Listen();
        _bench.Arrives(new Segment { Flags = TcpHeader.Syn, Seq = 100, Win = 4096, Options = options });
        _bench.Sends("SYN,ACK seq=300 ack=101");
        _bench.Arrives("ACK seq=101 ack=301 win=4096");
        _bench.Write(listener.Accept()!, 2000);
        _bench.Poll();
    }
}
