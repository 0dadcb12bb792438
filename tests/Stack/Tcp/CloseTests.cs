// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>Closing a connection (RFC 9293 §3.6).</summary>
public class CloseTests
{
    [Fact]
    public void The_teardown_has_four_steps_as_in_figure_12_when_this_end_begins()
    {
        var bench = new TcpBench();
        TcpConnection connection = bench.Established();

        connection.Shutdown(SocketShutdown.Send);
        Assert.Equal(TcpState.FinWait1, connection.State);
        bench.Poll();
        bench.Sends("FIN,ACK seq=301 ack=101");

        bench.Arrives("ACK seq=101 ack=302 win=4096");
        bench.SendsNothing();
        Assert.Equal(TcpState.FinWait2, connection.State);

        bench.Arrives("FIN,ACK seq=101 ack=302 win=4096");
        bench.Sends("ACK seq=302 ack=102");
        Assert.Equal(TcpState.TimeWait, connection.State);

        bench.Advance(new TcpOptions().TimeWait);
        Assert.Equal(TcpState.Closed, connection.State);
        Assert.Equal(SocketError.Success, connection.Error);
        bench.SendsNothing();
    }

    [Fact]
    public void The_teardown_has_four_steps_as_in_figure_12_when_the_other_end_begins()
    {
        var bench = new TcpBench();
        TcpConnection connection = bench.Established();

        bench.Arrives("FIN,ACK seq=101 ack=301 win=4096");
        bench.Sends("ACK seq=301 ack=102");
        Assert.Equal(TcpState.CloseWait, connection.State);

        connection.Shutdown(SocketShutdown.Send);
        Assert.Equal(TcpState.LastAck, connection.State);
        bench.Poll();
        bench.Sends("FIN,ACK seq=301 ack=102");

        bench.Arrives("ACK seq=102 ack=302 win=4096");
        Assert.Equal(TcpState.Closed, connection.State);
        Assert.Equal(SocketError.Success, connection.Error);
        bench.SendsNothing();
    }

    [Fact]
    public void Both_ends_may_close_at_once_as_in_figure_13()
    {
        var bench = new TcpBench();
        TcpConnection connection = bench.Established();
        connection.Shutdown(SocketShutdown.Send);
        bench.Poll();
        bench.Sends("FIN,ACK seq=301 ack=101");

        bench.Arrives("FIN,ACK seq=101 ack=301 win=4096");
        bench.Sends("ACK seq=302 ack=102");
        Assert.Equal(TcpState.Closing, connection.State);

        bench.Arrives("ACK seq=102 ack=302 win=4096");
        Assert.Equal(TcpState.TimeWait, connection.State);
        bench.SendsNothing();
    }

    [Fact]
    public void Data_sent_before_the_close_arrives_before_the_FIN()
    {
        var bench = new TcpBench();
        TcpConnection connection = bench.Established();
        bench.Write(connection, 1500);
        connection.Close();
        bench.Poll();
        bench.Sends("ACK seq=301 ack=101 len=1000");
        bench.Sends("FIN,ACK seq=1301 ack=101 len=500");
        bench.SendsNothing();
    }

    [Fact]
    public void Data_larger_than_the_window_still_arrives_before_the_FIN()
    {
        var bench = new TcpBench();
        TcpConnection connection = bench.Established("SYN seq=100 win=600 mss=1000");
        bench.Write(connection, 1500);
        connection.Close();
        bench.Poll();
        bench.Sends("ACK seq=301 ack=101 len=600");
        bench.SendsNothing();
        bench.Arrives("ACK seq=101 ack=901 win=600");
        bench.Sends("ACK seq=901 ack=101 len=600");
        bench.Arrives("ACK seq=101 ack=1501 win=600");
        bench.Sends("FIN,ACK seq=1501 ack=101 len=300");
        bench.SendsNothing();
    }

    [Fact]
    public void The_FIN_waits_until_the_window_has_room_for_it()
    {
        var bench = new TcpBench();
        TcpConnection connection = bench.Established("SYN seq=100 win=600 mss=1000");
        bench.Write(connection, 600);
        connection.Close();
        bench.Poll();
        bench.Sends("ACK seq=301 ack=101 len=600");
        bench.SendsNothing();
        bench.Arrives("ACK seq=101 ack=901 win=1");
        bench.Sends("FIN,ACK seq=901 ack=101");
    }

    [Fact]
    public void A_FIN_that_a_closed_window_keeps_back_is_sent_as_a_probe()
    {
        var bench = new TcpBench();
        TcpConnection connection = bench.Established();
        bench.Arrives("ACK seq=101 ack=301 win=0");
        connection.Close();
        bench.Poll();
        bench.SendsNothing();
        bench.UntilSends();
        bench.Sends("FIN,ACK seq=301 ack=101");
        bench.Arrives("ACK seq=101 ack=302 win=0");
        Assert.Equal(1, bench.Tcp.CountConnections(TcpState.FinWait2));
    }

    [Fact]
    public void A_lost_FIN_is_sent_again_together_with_the_text_before_it()
    {
        var bench = new TcpBench();
        TcpConnection connection = bench.Established();
        bench.Write(connection, 100);
        connection.Close();
        bench.Poll();
        bench.Sends("FIN,ACK seq=301 ack=101 len=100");
        bench.UntilSends();
        bench.Sends("FIN,ACK seq=301 ack=101 len=100");
        bench.Arrives("ACK seq=101 ack=401 win=4096");
        bench.UntilSends();
        bench.Sends("FIN,ACK seq=401 ack=101");
    }

    [Fact]
    public void Close_before_the_handshake_is_over_sends_the_FIN_after_it()
    {
        var bench = new TcpBench();
        TcpConnection connection = bench.Connect();
        bench.Poll();
        bench.Sends("SYN seq=300");
        bench.Arrives("SYN seq=100 win=4096");
        bench.Sends("SYN,ACK seq=300 ack=101");
        connection.Close();
        bench.Poll();
        bench.SendsNothing();
        bench.Arrives("ACK seq=101 ack=301 win=4096");
        bench.Sends("FIN,ACK seq=301 ack=101");
        Assert.Equal(1, bench.Tcp.CountConnections(TcpState.FinWait1));
    }

    [Fact]
    public void Close_in_CLOSE_WAIT_ends_with_the_last_acknowledgment_and_frees_the_slot()
    {
        var bench = new TcpBench();
        TcpConnection connection = bench.In(TcpState.CloseWait);
        connection.Close();
        bench.Poll();
        bench.Sends("FIN,ACK seq=301 ack=102");
        Assert.Equal(1, bench.Tcp.CountConnections(TcpState.LastAck));
        bench.Arrives("ACK seq=102 ack=302 win=4096");
        Assert.Equal(8, bench.Tcp.CountConnections(TcpState.Closed));
        Assert.Equal(0, bench.Tcp.CountConnections(TcpState.TimeWait));
    }

    [Fact]
    public void Close_may_be_called_twice()
    {
        var bench = new TcpBench();
        TcpConnection connection = bench.Established();
        connection.Close();
        connection.Close();
        bench.Poll();
        bench.Sends("FIN,ACK seq=301");
        bench.SendsNothing();
    }

    [Fact]
    public void Every_step_of_a_simultaneous_close_may_be_lost()
    {
        var bench = new TcpBench();
        TcpConnection connection = bench.In(TcpState.Closing);
        bench.UntilSends();
        bench.Sends("FIN,ACK seq=301 ack=102");
        bench.Arrives("FIN,ACK seq=101 ack=301 win=4096");
        bench.Sends("ACK seq=302 ack=102");
        Assert.Equal(TcpState.Closing, connection.State);
        bench.Arrives("ACK seq=102 ack=302 win=4096");
        Assert.Equal(TcpState.TimeWait, connection.State);
    }

    [Fact]
    public void A_FIN_that_nobody_acknowledges_is_given_up()
    {
        var bench = new TcpBench(options => options.DataRetries = 3);
        TcpConnection connection = bench.In(TcpState.LastAck);
        connection.Close();
        bench.Advance(600_000);
        for (int i = 0; i < 3; i++)
        {
            bench.Sends("FIN,ACK seq=301 ack=102");
        }

        bench.SendsNothing();
        Assert.Equal(8, bench.Tcp.CountConnections(TcpState.Closed));
        Assert.Equal(1, bench.Count(TcpCounter.TimedOut));
    }
}
