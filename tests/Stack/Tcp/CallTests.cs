// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>The calls of an application, and every error that their documentation promises.</summary>
public class CallTests
{
    private readonly TcpBench _bench = new();
    private readonly byte[] _buffer = new byte[10];

    [Theory]
    [InlineData(-1, 5)]
    [InlineData(0, -1)]
    [InlineData(0, 11)]
    [InlineData(6, 5)]
    [InlineData(11, 0)]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(5, int.MaxValue)]
    public void A_range_outside_the_buffer_is_an_invalid_argument(int offset, int size)
    {
        TcpConnection connection = _bench.Established();
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=5");
        Assert.Equal(0, connection.Receive(_buffer, offset, size, out SocketError error));
        Assert.Equal(SocketError.InvalidArgument, error);
        Assert.Equal(0, connection.Peek(_buffer, offset, size, out error));
        Assert.Equal(SocketError.InvalidArgument, error);
        Assert.Equal(0, connection.Send(_buffer, offset, size, out error));
        Assert.Equal(SocketError.InvalidArgument, error);
        Assert.Equal(5, connection.Available);
        Assert.Equal(0, connection.Unacknowledged);
    }

    [Fact]
    public void Nothing_to_read_is_WouldBlock()
    {
        TcpConnection connection = _bench.Established();
        Assert.Equal(0, connection.Receive(_buffer, 0, 10, out SocketError error));
        Assert.Equal(SocketError.WouldBlock, error);
    }

    [Fact]
    public void No_room_to_write_is_WouldBlock_and_a_part_is_taken_when_there_is_some()
    {
        TcpConnection connection = _bench.Established();
        Assert.Equal(2048, connection.Send(new byte[3000], 0, 3000, out SocketError error));
        Assert.Equal(SocketError.Success, error);
        Assert.Equal(0, connection.SendSpace);
        Assert.Equal(0, connection.Send(_buffer, 0, 10, out error));
        Assert.Equal(SocketError.WouldBlock, error);
        Assert.Equal(0, connection.Send(_buffer, 0, 0, out error));
        Assert.Equal(SocketError.Success, error);
    }

    [Fact]
    public void Reading_puts_the_bytes_where_they_were_asked_for_and_no_further()
    {
        TcpConnection connection = _bench.Established();
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=8");
        Assert.Equal(3, connection.Receive(_buffer, 2, 3, out _));
        Assert.Equal([0, 0, .. TcpBench.Text(101, 3), 0, 0, 0, 0, 0], _buffer);
        Assert.Equal(5, connection.Receive(_buffer, 0, 10, out _));
        Assert.Equal(TcpBench.Text(104, 5), _buffer[..5]);
    }

    [Fact]
    public void Peek_leaves_the_bytes()
    {
        TcpConnection connection = _bench.Established();
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=8");
        for (int i = 0; i < 2; i++)
        {
            Assert.Equal(8, connection.Peek(_buffer, 0, 10, out SocketError error));
            Assert.Equal(SocketError.Success, error);
            Assert.Equal(TcpBench.Text(101, 8), _buffer[..8]);
            Assert.Equal(8, connection.Available);
        }

        Assert.Equal(TcpBench.Text(101, 8), _bench.Read(connection));
        Assert.Equal(0, connection.Peek(_buffer, 0, 10, out SocketError empty));
        Assert.Equal(SocketError.WouldBlock, empty);
    }

    [Fact]
    public void What_is_written_leaves_in_the_right_order_and_from_the_right_place()
    {
        TcpConnection connection = _bench.Established();
        byte[] data = [.. Enumerable.Range(0, 100).Select(i => (byte)i)];
        Assert.Equal(20, connection.Send(data, 10, 20, out _));
        Assert.Equal(30, connection.Send(data, 30, 30, out _));
        Assert.Equal(50, connection.Unacknowledged);
        _bench.SendsNothing();
        _bench.Poll();
        Assert.Equal(data[10..60], _bench.Sends("ACK seq=301 ack=101 len=50").Data);
    }

    [Fact]
    public void Before_the_connection_is_open_both_directions_block()
    {
        TcpConnection connection = _bench.Connect();
        Assert.Equal(0, connection.Send(_buffer, 0, 10, out SocketError error));
        Assert.Equal(SocketError.WouldBlock, error);
        Assert.Equal(0, connection.Receive(_buffer, 0, 10, out error));
        Assert.Equal(SocketError.WouldBlock, error);
        Assert.Equal(0, connection.SendSpace);
        Assert.Equal(SocketError.NotConnected, connection.Shutdown(SocketShutdown.Send));
        Assert.Equal(Frames.PeerHost, connection.RemoteAddress);
    }

    [Theory]
    [InlineData(TcpState.CloseWait, SocketError.Success)]
    [InlineData(TcpState.FinWait1, SocketError.WouldBlock)]
    [InlineData(TcpState.FinWait2, SocketError.WouldBlock)]
    [InlineData(TcpState.Closing, SocketError.Success)]
    [InlineData(TcpState.LastAck, SocketError.Success)]
    [InlineData(TcpState.TimeWait, SocketError.Success)]
    public void Reading_in_each_state_ends_when_the_other_end_has_closed(TcpState state, SocketError expected)
    {
        TcpConnection connection = _bench.In(state);
        Assert.Equal(0, connection.Receive(_buffer, 0, 10, out SocketError error));
        Assert.Equal(expected, error);
    }

    [Fact]
    public void After_an_orderly_end_reading_still_ends_and_writing_is_refused()
    {
        TcpConnection connection = _bench.In(TcpState.LastAck);
        _bench.Arrives("ACK seq=102 ack=302 win=4096");
        Assert.Equal(TcpState.Closed, connection.State);
        Assert.Equal(0, connection.Receive(_buffer, 0, 10, out SocketError error));
        Assert.Equal(SocketError.Success, error);
        Assert.Equal(0, connection.Send(_buffer, 0, 10, out error));
        Assert.Equal(SocketError.Shutdown, error);
        Assert.Equal(SocketError.NotConnected, connection.Shutdown(SocketShutdown.Both));
    }

    [Fact]
    public void What_was_received_can_be_read_after_an_orderly_end()
    {
        TcpConnection connection = _bench.In(TcpState.FinWait2);
        _bench.Arrives("FIN,ACK seq=101 ack=302 win=4096 len=9");
        _bench.Sends("ACK seq=302 ack=111");
        _bench.Advance(60_000);
        Assert.Equal(TcpState.Closed, connection.State);
        Assert.Equal(TcpBench.Text(101, 9), _bench.Read(connection));
    }

    [Fact]
    public void A_closed_connection_is_not_connected()
    {
        TcpConnection connection = _bench.Connect();
        connection.Close();
        Assert.Equal(0, connection.Send(_buffer, 0, 10, out SocketError error));
        Assert.Equal(SocketError.NotConnected, error);
        Assert.Equal(0, connection.Receive(_buffer, 0, 10, out error));
        Assert.Equal(SocketError.NotConnected, error);
        Assert.Equal(HostAddress.Any, connection.RemoteAddress);
    }

    [Fact]
    public void An_open_says_why_it_cannot_begin()
    {
        Assert.Equal(SocketError.AddressNotAvailable, Open(IPv4Address.Any));
        Assert.Equal(SocketError.AddressNotAvailable, Open(IPv4Address.Broadcast));
        Assert.Equal(SocketError.AddressNotAvailable, Open(IPv4Address.From(192, 168, 7, 255)));
        Assert.Equal(SocketError.AddressNotAvailable, Open(IPv4Address.From(224, 0, 0, 1)));
        Assert.Equal(SocketError.AddressNotAvailable, Open(IPv4Address.From(127, 0, 0, 1)));
        Assert.Equal(SocketError.AddressNotAvailable, Open(Frames.Own));
        Assert.Equal(SocketError.NetworkUnreachable, Open(IPv4Address.From(10, 0, 0, 1)));
        _bench.Ip.Configure(HostAddress.Any, 0, HostAddress.Any);
        Assert.Equal(SocketError.NetworkDown, Open(Frames.Peer));
        Assert.Equal(8, _bench.Tcp.CountConnections(TcpState.Closed));
    }

    [Fact]
    public void A_host_that_ARP_cannot_find_is_unreachable()
    {
        Assert.Equal(SocketError.Success, _bench.Tcp.Connect(new HostAddress(TcpBench.Address(77)), 80, 0, out TcpConnection? connection));
        _bench.Advance(2999);
        Assert.Equal(TcpState.SynSent, connection!.State);
        _bench.Advance(1);
        Assert.Equal(TcpState.Closed, connection.State);
        Assert.Equal(SocketError.HostUnreachable, connection.Error);
        Assert.Equal(0, connection.Receive(_buffer, 0, 10, out SocketError error));
        Assert.Equal(SocketError.HostUnreachable, error);
    }

    [Fact]
    public void Shutdown_of_both_directions_sends_a_FIN_and_ends_reading()
    {
        TcpConnection connection = _bench.Established();
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=5");
        Assert.Equal(SocketError.Success, connection.Shutdown(SocketShutdown.Both));
        Assert.Equal(0, connection.Receive(_buffer, 0, 10, out SocketError error));
        Assert.Equal(SocketError.Success, error);
        _bench.Poll();
        _bench.Sends("FIN,ACK seq=301 ack=106");
    }

    private SocketError Open(uint address)
    {
        SocketError error = _bench.Tcp.Connect(new HostAddress(address), 80, 0, out TcpConnection? connection);
        Assert.Null(connection);
        return error;
    }
}
