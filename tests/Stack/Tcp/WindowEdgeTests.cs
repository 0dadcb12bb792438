// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>The right edge of the receive window, to the byte.</summary>
public class WindowEdgeTests
{
    [Fact]
    public void A_FIN_behind_text_that_fills_the_window_is_taken_since_it_needs_no_room()
    {
        var bench = new TcpBench(options => options.ReceiveBuffer = 500);
        TcpConnection connection = bench.Established();
        bench.Arrives("FIN,ACK seq=101 ack=301 win=4096 len=500");
        bench.Sends("ACK seq=301 ack=602 win=0");
        Assert.Equal(TcpState.CloseWait, connection.State);
        Assert.Equal(500, bench.Read(connection).Length);
    }

    [Fact]
    public void A_FIN_alone_is_taken_at_a_closed_window()
    {
        var bench = new TcpBench(options => options.ReceiveBuffer = 500);
        TcpConnection connection = bench.Established();
        bench.Arrives("ACK seq=101 ack=301 win=4096 len=500");
        bench.Advance(40);
        bench.Sends("ACK seq=301 ack=601 win=0");
        bench.Arrives("FIN,ACK seq=601 ack=301 win=4096");
        bench.Sends("ACK seq=301 ack=602 win=0");
        Assert.Equal(TcpState.CloseWait, connection.State);
    }

    [Fact]
    public void A_FIN_behind_text_beyond_the_window_has_to_come_again()
    {
        var bench = new TcpBench(options => options.ReceiveBuffer = 500);
        TcpConnection connection = bench.Established();
        bench.Arrives("FIN,ACK seq=101 ack=301 win=4096 len=600");
        bench.Advance(40);
        bench.Sends("ACK seq=301 ack=601 win=0");
        Assert.Equal(TcpState.Established, connection.State);
        Assert.Equal(500, bench.Read(connection).Length);
    }

    [Fact]
    public void After_a_probe_of_a_closed_window_ACK_and_RST_stand_where_the_other_end_looks()
    {
        var bench = new TcpBench();
        TcpConnection connection = bench.Established("SYN seq=100 win=0 mss=1000");
        bench.Write(connection, 10);
        bench.Advance(200);
        bench.Sends("ACK seq=301 ack=101 len=1");
        bench.Arrives("ACK seq=101 ack=301 win=0");

        bench.Arrives("ACK seq=101 ack=301 win=0 len=5");
        bench.Advance(40);
        bench.Sends("ACK seq=301 ack=106");

        connection.Abort();
        bench.Sends("RST,ACK seq=301");
    }
}
