// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>Text that arrives (RFC 9293 §3.10.7.4, seventh check). The window is 2048 bytes from 101 on.</summary>
public class TextTests
{
    private readonly TcpBench _bench = new();

    public static TheoryData<TcpState> Receiving => States.Receiving;

    [Theory]
    [MemberData(nameof(Receiving))]
    public void Text_in_order_is_taken_while_the_other_end_may_send(TcpState state)
    {
        TcpConnection connection = _bench.In(state);
        _bench.Arrives($"ACK seq=101 ack={States.SndUna(state)} win=4096 len=700");
        _bench.Arrives($"ACK seq=801 ack={States.SndUna(state)} win=4096 len=700");
        _bench.Sends($"ACK seq={States.SndNxt(state)} ack=1501 win=648");
        Assert.Equal(TcpBench.Text(101, 1400), _bench.Read(connection));
    }

    [Theory]
    [InlineData(TcpState.CloseWait)]
    [InlineData(TcpState.Closing)]
    [InlineData(TcpState.LastAck)]
    public void Text_after_the_FIN_is_ignored(TcpState state)
    {
        TcpConnection connection = _bench.In(state);
        _bench.Arrives("ACK seq=102 ack=301 win=4096 len=10");
        Assert.Equal(0, connection.Available);
        Assert.Equal(state, connection.State);
        _bench.Advance(100);
        _bench.SendsNothing();
    }

    [Fact]
    public void Text_that_overlaps_what_was_received_is_taken_from_the_new_byte_on()
    {
        TcpConnection connection = _bench.Established();
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=10");
        _bench.Arrives("ACK seq=106 ack=301 win=4096 len=10");
        _bench.Sends("ACK seq=301 ack=116");
        Assert.Equal(TcpBench.Text(101, 15), _bench.Read(connection));
    }

    [Fact]
    public void Text_beyond_the_window_is_cut_off_and_the_FIN_behind_it_too()
    {
        TcpConnection connection = _bench.Established();
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=1000");
        _bench.Arrives("FIN,ACK seq=1101 ack=301 win=4096 len=1400");
        _bench.Sends("ACK seq=301 ack=2149 win=0");
        Assert.Equal(TcpBench.Text(101, 2048), _bench.Read(connection));
        Assert.Equal(TcpState.Established, connection.State);
    }

    [Fact]
    public void The_sender_of_text_beyond_the_window_is_told_at_once_what_was_taken()
    {
        var bench = new TcpBench(options => options.ReceiveBuffer = 500);
        TcpConnection connection = bench.Established();
        bench.Arrives("ACK seq=101 ack=301 win=4096 len=501");
        bench.Sends("ACK seq=301 ack=601 win=0");
        Assert.Equal(500, connection.Available);
    }

    [Fact]
    public void Text_that_overlaps_on_both_sides_is_cut_on_both()
    {
        TcpConnection connection = _bench.Established();
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=1000");
        _bench.Arrives("ACK seq=1091 ack=301 win=4096 len=1400");
        _bench.Sends("ACK seq=301 ack=2149 win=0");
        Assert.Equal(TcpBench.Text(101, 2048), _bench.Read(connection));
    }

    [Fact]
    public void Text_out_of_order_is_answered_at_once_with_what_is_missing()
    {
        TcpConnection connection = _bench.Established();
        for (int i = 0; i < 3; i++)
        {
            _bench.Arrives($"ACK seq={201 + i * 100} ack=301 win=4096 len=100");
            _bench.Sends("ACK seq=301 ack=101");
            _bench.SendsNothing();
        }

        Assert.Equal(0, connection.Available);
        Assert.Equal(3, _bench.Count(TcpCounter.OutOfOrder));
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=100");
        _bench.Sends("ACK seq=301 ack=501");
        Assert.Equal(TcpBench.Text(101, 400), _bench.Read(connection));
    }

    [Fact]
    public void A_FIN_out_of_order_does_not_close()
    {
        TcpConnection connection = _bench.Established();
        _bench.Arrives("FIN,ACK seq=201 ack=301 win=4096 len=100");
        _bench.Sends("ACK seq=301 ack=101");
        _bench.Arrives("FIN,ACK seq=102 ack=301 win=4096");
        _bench.Sends("ACK seq=301 ack=101");
        Assert.Equal(TcpState.Established, connection.State);
    }

    [Fact]
    public void Text_that_came_twice_is_acknowledged_again_and_taken_once()
    {
        TcpConnection connection = _bench.Established();
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=10");
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=10");
        _bench.Sends("ACK seq=301 ack=111");
        _bench.Advance(1000);
        _bench.SendsNothing();
        Assert.Equal(TcpBench.Text(101, 10), _bench.Read(connection));
    }

    [Fact]
    public void Text_that_overlaps_and_a_FIN_are_both_taken()
    {
        TcpConnection connection = _bench.Established();
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=10");
        _bench.Arrives("FIN,ACK seq=106 ack=301 win=4096 len=10");
        _bench.Sends("ACK seq=301 ack=117");
        Assert.Equal(TcpBench.Text(101, 15), _bench.Read(connection));
        Assert.Equal(TcpState.CloseWait, connection.State);
    }

    [Fact]
    public void Urgent_text_is_text()
    {
        TcpConnection connection = _bench.Established();
        _bench.Arrives("URG,ACK seq=101 ack=301 win=4096 len=10");
        Assert.Equal(TcpBench.Text(101, 10), _bench.Read(connection));
    }

    [Fact]
    public void Unknown_options_on_any_segment_are_skipped()
    {
        TcpConnection connection = _bench.Established();
        _bench.Arrives(new Segment { Flags = 0x10, Seq = 101, Ack = 301, Win = 4096, Length = 10, Options = [1, 253, 4, 2, 1, 254, 10, 3, 4, 5, 6, 7, 8, 9, 10, 0] });
        Assert.Equal(TcpBench.Text(101, 10), _bench.Read(connection));
    }

    [Fact]
    public void After_Shutdown_of_Receive_text_is_acknowledged_and_thrown_away()
    {
        TcpConnection connection = _bench.Established();
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=10");
        Assert.Equal(SocketError.Success, connection.Shutdown(SocketShutdown.Receive));
        Assert.Equal(0, connection.Available);
        for (uint seq = 111; seq < 20_000; seq += 1000)
        {
            _bench.Arrives($"ACK seq={seq} ack=301 win=4096 len=1000");
        }

        _bench.Advance(100);
        Segment last = _bench.Sends("ACK seq=301 ack=1111");
        while (_bench.Link.Sent.Count > 0)
        {
            last = _bench.Sends("ACK seq=301");
        }

        Assert.Equal(20_111u, last.Ack);
        Assert.Equal(0, connection.Receive(new byte[10], 0, 10, out SocketError error));
        Assert.Equal(SocketError.Success, error);
        _bench.Write(connection, 5);
        _bench.Poll();
        _bench.Sends("ACK seq=301 ack=20111 len=5");
    }
}
