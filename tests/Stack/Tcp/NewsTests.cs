// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>An application with thousands of connections learns which ones have changed.</summary>
public class NewsTests
{
    private readonly TcpBench _bench = new();
    private readonly TcpConnection _connection;

    public NewsTests()
    {
        Assert.Null(_bench.Tcp.TakeNews());
        _connection = _bench.Established();
        Assert.Same(_connection, _bench.Tcp.TakeNews());
        Assert.Null(_bench.Tcp.TakeNews());
    }

    [Theory]
    [InlineData("ACK seq=101 ack=301 win=4096 len=10")]
    [InlineData("FIN,ACK seq=101 ack=301 win=4096")]
    [InlineData("RST seq=101")]
    public void A_connection_to_which_something_has_happened_is_told_once(string segment)
    {
        _bench.Arrives(segment);
        Assert.Same(_connection, _bench.Tcp.TakeNews());
        Assert.Null(_bench.Tcp.TakeNews());
    }

    [Fact]
    public void However_much_has_happened_it_is_told_once()
    {
        for (uint seq = 101; seq < 151; seq += 10)
        {
            _bench.Arrives($"ACK seq={seq} ack=301 win=4096 len=10");
        }

        Assert.Same(_connection, _bench.Tcp.TakeNews());
        Assert.Null(_bench.Tcp.TakeNews());
    }

    [Fact]
    public void An_acknowledgment_is_news_and_so_is_a_timeout()
    {
        _bench.Write(_connection, 100);
        _bench.Poll();
        _bench.Arrives("ACK seq=101 ack=401 win=4096");
        Assert.Same(_connection, _bench.Tcp.TakeNews());
        _bench.Write(_connection, 100);
        _bench.Advance(1_000_000);
        Assert.Equal(TcpState.Closed, _connection.State);
        Assert.Same(_connection, _bench.Tcp.TakeNews());
        Assert.Null(_bench.Tcp.TakeNews());
    }

    [Fact]
    public void What_happens_to_others_is_not_told_of_it()
    {
        _bench.Resolve(9);
        _bench.Arrives("SYN seq=100 win=4096 host=9");
        _bench.Sends("SYN,ACK host=9 seq=300 ack=101");
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=10 host=9");
        Assert.Null(_bench.Tcp.TakeNews());
    }

    [Fact]
    public void One_that_was_given_back_is_not_told_any_more()
    {
        _bench.Arrives("FIN,ACK seq=101 ack=301 win=4096");
        _connection.Close();
        _bench.Poll();
        Assert.Null(_bench.Tcp.TakeNews());
        _bench.Arrives("ACK seq=102 ack=302 win=4096");
        Assert.Null(_bench.Tcp.TakeNews());
    }
}
