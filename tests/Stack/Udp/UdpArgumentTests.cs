// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Udp;

namespace NanoTcp.Tests.Stack.Udp;

/// <summary>Each call refuses an invalid argument at once, and nothing changes.</summary>
public class UdpArgumentTests
{
    private readonly UdpBench _bench = new();

    [Fact]
    public void Nothing_is_no_argument()
    {
        UdpSocket socket = _bench.Connected();
        _bench.Arrives([1, 2]);
        Assert.Throws<ArgumentNullException>(() => new UdpSocket(null!, new UdpSocketOptions()));
        Assert.Throws<ArgumentNullException>(() => new UdpSocket(_bench.Udp, null!));
        Assert.Throws<ArgumentNullException>(() => socket.Connect(null!));
        Assert.Throws<ArgumentNullException>(() => socket.Send(null!, 0, 1));
        Assert.Throws<ArgumentNullException>(() => socket.SendTo(null!, 0, 1, UdpBench.EndPoint(1)));
        Assert.Throws<ArgumentNullException>(() => socket.SendTo([1], 0, 1, null!));
        Assert.Throws<ArgumentNullException>(() => socket.Receive(null!, 0, 1, null, out _));
        _bench.Bench.SendsNothing();
        Assert.Equal([1, 2], UdpBench.Receives(socket));
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, -1)]
    [InlineData(0, 11)]
    [InlineData(11, 0)]
    [InlineData(10, 1)]
    [InlineData(int.MaxValue, int.MaxValue)]
    [InlineData(int.MinValue, 1)]
    public void A_part_that_is_not_in_the_buffer_is_an_invalid_argument(int offset, int length)
    {
        UdpSocket socket = _bench.Connected();
        _bench.Arrives([1, 2]);
        byte[] buffer = new byte[10];
        Assert.Equal(0, socket.Receive(buffer, offset, length, null, out SocketError error));
        Assert.Equal(SocketError.InvalidArgument, error);
        Assert.Equal(SocketError.InvalidArgument, socket.Send(buffer, offset, length));
        Assert.Equal(SocketError.InvalidArgument, socket.SendTo(buffer, offset, length, UdpBench.EndPoint(1)));
        _bench.Bench.SendsNothing();
        Assert.Equal([1, 2], UdpBench.Receives(socket));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(256)]
    public void A_time_to_live_has_8_bits(int value)
    {
        UdpSocket socket = _bench.Bound();
        socket.TimeToLive = 9;
        Assert.Throws<ArgumentOutOfRangeException>(() => socket.TimeToLive = value);
        Assert.Equal(9, socket.TimeToLive);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData((int)UdpCounter.Count)]
    [InlineData(int.MaxValue)]
    public void There_is_no_counter_beyond_the_last(int counter)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => _bench.Udp.GetCount((UdpCounter)counter));
    }

    [Fact]
    public void What_it_is_can_be_seen_in_a_debugger()
    {
        UdpSocket socket = _bench.Socket();
        Assert.Equal("not bound", socket.ToString());
        socket.Bind(7);
        _bench.Arrives([1]);
        Assert.Equal("port 7, 1 waiting", socket.ToString());
        socket.Connect(UdpBench.EndPoint(1));
        Assert.Equal("port 7 - 192.168.7.1:5000, 0 waiting", socket.ToString());
    }
}
