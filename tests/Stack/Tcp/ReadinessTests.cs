// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>A service looks only at connections that have become ready, and misses nothing.</summary>
public class ReadinessTests
{
    private readonly TcpBench _bench = new();
    private readonly TcpConnection _connection;

    public ReadinessTests()
    {
        _connection = _bench.Established();
        _connection.BecameReady();
    }

    [Theory]
    [InlineData("ACK seq=101 ack=301 win=4096 len=10")]
    [InlineData("FIN,ACK seq=101 ack=301 win=4096")]
    [InlineData("RST seq=101")]
    public void Text_a_FIN_and_a_loss_make_a_connection_ready_once(string segment)
    {
        Assert.False(_connection.BecameReady());
        _bench.Arrives(segment);
        Assert.True(_connection.BecameReady());
        Assert.False(_connection.BecameReady());
    }

    [Fact]
    public void Text_that_is_predicted_makes_it_ready_as_well()
    {
        for (uint sequence = 101; sequence < 141; sequence += 10)
        {
            _bench.Arrives($"ACK seq={sequence} ack=301 win=4096 len=10");
            Assert.True(_connection.BecameReady());
        }
    }

    [Fact]
    public void Text_that_came_before_it_was_accepted_counts_and_an_empty_connection_has_nothing()
    {
        TcpBench bench = new();
        TcpListener listener = bench.Listen();
        foreach (int port in (int[])[5000, 5001])
        {
            bench.Arrives($"SYN seq=100 win=4096 from={port}");
            bench.Sends($"SYN,ACK seq=300 ack=101 to={port}");
            bench.Arrives($"ACK seq=101 ack=301 win=4096 from={port}");
        }

        bench.Arrives("ACK seq=101 ack=301 win=4096 len=10 from=5001");
        Assert.False(listener.Accept()!.BecameReady());
        Assert.True(listener.Accept()!.BecameReady());
    }

    [Fact]
    public void A_connection_that_this_end_opens_is_ready_when_it_is_open()
    {
        TcpConnection connection = _bench.Connect(6000);
        _bench.Poll();
        Assert.False(connection.BecameReady());
        _bench.Sends("SYN seq=300 from=6000");
        _bench.Arrives("SYN,ACK seq=100 ack=301 win=4096 to=6000");
        Assert.True(connection.BecameReady());
    }

    [Fact]
    public void Text_out_of_order_makes_it_ready_when_the_hole_is_filled()
    {
        _bench.Arrives("ACK seq=111 ack=301 win=4096 len=10");
        Assert.False(_connection.BecameReady());
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=10");
        Assert.True(_connection.BecameReady());
        Assert.Equal(20, _connection.Available);
    }

    [Fact]
    public void An_acknowledgment_does_not_unless_space_is_awaited()
    {
        _bench.Write(_connection, 100);
        _bench.Poll();
        _bench.Arrives("ACK seq=101 ack=341 win=4096");
        Assert.False(_connection.BecameReady());
        _connection.AwaitSpace();
        Assert.False(_connection.BecameReady());
        _bench.Arrives("ACK seq=101 ack=361 win=4096");
        Assert.True(_connection.BecameReady());
        _bench.Arrives("ACK seq=101 ack=381 win=4096");
        Assert.False(_connection.BecameReady());
    }

    [Fact]
    public void A_timeout_makes_it_ready()
    {
        _bench.Write(_connection, 100);
        _bench.Advance(1_000_000);
        Assert.Equal(SocketError.TimedOut, _connection.Error);
        Assert.True(_connection.BecameReady());
        Assert.False(_connection.BecameReady());
    }

    [Fact]
    public void A_handle_without_a_connection_is_always_ready()
    {
        _connection.Abort();
        Assert.True(_connection.BecameReady());
        Assert.True(_connection.BecameReady());
        Assert.True(new TcpConnection().BecameReady());
    }

    [Fact]
    public void No_room_to_send_for_now_is_not_the_end_of_sending()
    {
        _bench.Write(_connection, 2048);
        Assert.Equal(0, _connection.SendSpace);
        Assert.False(_connection.HasLocalEnded);
        Assert.False(_bench.Connect(6000).HasLocalEnded);
        _bench.Arrives("FIN,ACK seq=101 ack=301 win=4096");
        Assert.False(_connection.HasLocalEnded);
        _connection.Shutdown(SocketShutdown.Receive);
        Assert.False(_connection.HasLocalEnded);
    }

    [Theory]
    [InlineData("shutdown")]
    [InlineData("close")]
    [InlineData("abort")]
    [InlineData("RST seq=101")]
    public void Sending_has_ended_for_ever_when_this_end_has_shut_down_or_closed_or_the_connection_is_lost(string how)
    {
        switch (how)
        {
            case "shutdown":
                _connection.Shutdown(SocketShutdown.Send);
                break;
            case "close":
                _connection.Close();
                break;
            case "abort":
                _connection.Abort();
                break;
            default:
                _bench.Arrives(how);
                break;
        }

        Assert.True(_connection.HasLocalEnded);
        Assert.Equal(0, _connection.SendSpace);
        _bench.Poll();
        _bench.Advance(200_000);
        Assert.True(_connection.HasLocalEnded);
    }

    [Fact]
    public void The_other_end_has_ended_with_its_FIN_or_when_the_connection_is_lost()
    {
        Assert.False(_connection.HasRemoteEnded);
        _bench.Arrives("FIN,ACK seq=101 ack=301 win=4096");
        Assert.True(_connection.HasRemoteEnded);
        Assert.True(new TcpConnection().HasRemoteEnded);
    }
}
