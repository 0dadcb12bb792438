// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>The window that the stack advertises (RFC 9293 §3.8.6): 2048 bytes, segments of 1000.</summary>
public class ReceiveWindowTests
{
    private readonly TcpBench _bench = new();

    [Fact]
    public void It_closes_as_the_buffer_fills_and_its_right_edge_stays()
    {
        _bench.Established();
        for (uint seq = 101; seq < 2101; seq += 200)
        {
            _bench.Arrives($"ACK seq={seq} ack=301 win=4096 len=100");
            _bench.Arrives($"ACK seq={seq + 100} ack=301 win=4096 len=100");
            Segment ack = _bench.Sends($"ACK seq=301 ack={seq + 200}");
            Assert.Equal(2149u, ack.Ack + (uint)ack.Win!);
        }
    }

    [Fact]
    public void Its_right_edge_never_moves_back_whatever_is_read_and_received()
    {
        TcpConnection connection = _bench.Established();
        var random = new Random(3);
        uint next = 101;
        uint edge = 2149;
        byte[] buffer = new byte[3000];
        for (int i = 0; i < 2000; i++)
        {
            int length = Math.Min(random.Next(1, 900), (int)(edge - next));
            if (length > 0)
            {
                _bench.Arrives($"ACK seq={next} ack=301 win=4096 len={length}");
                next += (uint)length;
            }

            connection.Receive(buffer, 0, random.Next(1500), out _);
            _bench.Advance(random.Next(60));
            while (_bench.Link.Sent.Count > 0)
            {
                Segment sent = _bench.Sends("ACK seq=301");
                uint right = sent.Ack!.Value + (uint)sent.Win!.Value;
                Assert.True(right >= edge, $"{right} after {edge}");
                edge = right;
            }
        }

        Assert.True(next > 100_000);
    }

    [Fact]
    public void It_opens_only_by_a_segment_or_half_of_the_buffer()
    {
        TcpConnection connection = _bench.Established();
        Fill();
        byte[] buffer = new byte[999];
        Assert.Equal(999, connection.Receive(buffer, 0, 999, out _));
        _bench.Advance(10_000);
        _bench.SendsNothing();
        connection.Receive(buffer, 0, 1, out _);
        _bench.Poll();
        _bench.Sends("ACK seq=301 ack=2149 win=1000");
        _bench.SendsNothing();
    }

    [Fact]
    public void An_open_window_is_not_updated_for_each_segment_that_is_read()
    {
        var bench = new TcpBench(options => options.ReceiveBuffer = 8000);
        TcpConnection connection = bench.Established();
        bench.Arrives("ACK seq=101 ack=301 win=4096 len=1000");
        bench.Read(connection);
        bench.Poll();
        bench.SendsNothing();
        bench.Arrives("ACK seq=1101 ack=301 win=4096 len=1000");
        bench.Sends("ACK seq=301 ack=2101 win=7000");
        bench.Read(connection);
        bench.Poll();
        bench.SendsNothing();
    }

    [Fact]
    public void Half_of_the_buffer_counts_when_the_segments_are_large()
    {
        var bench = new TcpBench(options => options.ReceiveBuffer = 600);
        TcpConnection connection = bench.Established();
        bench.Arrives("ACK seq=101 ack=301 win=4096 len=600");
        bench.Advance(40);
        bench.Sends("ACK seq=301 ack=701 win=0");
        byte[] buffer = new byte[299];
        Assert.Equal(299, connection.Receive(buffer, 0, 299, out _));
        bench.Poll();
        bench.SendsNothing();
        connection.Receive(buffer, 0, 1, out _);
        bench.Poll();
        bench.Sends("ACK seq=301 ack=701 win=300");
    }

    [Fact]
    public void A_probe_of_a_closed_window_is_answered_with_the_window_as_it_is()
    {
        _bench.Established();
        Fill();
        for (int i = 0; i < 10; i++)
        {
            _bench.Arrives("ACK seq=2149 ack=301 win=4096 len=1");
            _bench.Sends("ACK seq=301 ack=2149 win=0");
            _bench.SendsNothing();
        }
    }

    [Fact]
    public void A_buffer_larger_than_the_field_is_advertised_as_65535()
    {
        var bench = new TcpBench(options => options.ReceiveBuffer = 100_000);
        bench.Listen();
        bench.Arrives("SYN seq=100 win=4096");
        Assert.Equal(65535, bench.Sends("SYN,ACK seq=300").Win);
    }

    [Fact]
    public void What_is_sent_meanwhile_does_not_open_it_by_less_either()
    {
        TcpConnection connection = _bench.Established();
        Fill();
        Assert.Equal(999, connection.Receive(new byte[999], 0, 999, out _));
        _bench.Write(connection, 10);
        _bench.Poll();
        _bench.Sends("ACK seq=301 ack=2149 win=0 len=10");
    }

    private void Fill()
    {
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=1024");
        _bench.Arrives("ACK seq=1125 ack=301 win=4096 len=1024");
        _bench.Sends("ACK seq=301 ack=2149 win=0");
    }

    [Fact]
    public void A_wide_window_says_all_that_there_is_room_for_with_each_acknowledgment()
    {
        var bench = new TcpBench(options => options.ReceiveBuffer = 8000);
        TcpConnection connection = bench.Established();
        bench.Arrives("ACK seq=101 ack=301 win=4096 len=99");
        Assert.Equal(99, bench.Read(connection).Length);
        bench.Arrives("ACK seq=200 ack=301 win=4096 len=1");
        bench.Sends("ACK seq=301 ack=201 win=7999");
    }

    [Fact]
    public void The_limits_of_the_buffers_can_be_changed_while_it_is_open()
    {
        var bench = new TcpBench();
        TcpConnection connection = bench.Established();
        connection.Options = new TcpConnectionOptions { SendBuffer = 100 };
        Assert.Equal(100, connection.SendSpace);
        connection.Options = new TcpConnectionOptions();
        Assert.Equal(2048, connection.SendSpace);
    }

    [Fact]
    public void What_fills_a_hole_is_acknowledged_once_with_what_the_application_has_read_at_once()
    {
        var bench = new TcpBench(options => options.ReceiveBuffer = 8000);
        TcpConnection connection = bench.Established();
        bench.Arrives("ACK seq=1101 ack=301 win=4096 len=1000");
        bench.Sends("ACK seq=301 ack=101");
        bench.Queue(Segment.Parse("ACK seq=101 ack=301 win=4096 len=1000"));
        bench.Stack.Poll(bench.Now);
        Assert.Equal(2000, bench.Read(connection).Length);
        bench.Stack.Flush(bench.Now);
        bench.Sends("ACK seq=301 ack=2101 win=8000");
        bench.SendsNothing();
    }
}
