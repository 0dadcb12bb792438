// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>A corked connection sends full segments only.</summary>
public class CorkTests
{
    private readonly TcpBench _bench = new();
    private readonly TcpConnection _connection;

    public CorkTests()
    {
        _connection = _bench.Established();
        _connection.Cork = true;
    }

    [Fact]
    public void Short_text_waits_full_segments_go()
    {
        Write(600);
        _bench.SendsNothing();
        Write(600);
        _bench.Sends("ACK seq=301 len=1000");
        _bench.SendsNothing();
        _bench.Arrives("ACK seq=101 ack=1301 win=4096");
        _bench.SendsNothing();
    }

    [Fact]
    public void Uncorking_lets_the_rest_go()
    {
        Write(600);
        Assert.True(_connection.Cork);
        _connection.Cork = false;
        _bench.Poll();
        _bench.Sends("ACK seq=301 len=600");
    }

    [Fact]
    public void Closed_the_rest_goes_with_the_FIN()
    {
        Write(600);
        _connection.Shutdown(SocketShutdown.Send);
        _bench.Poll();
        _bench.Sends("FIN,ACK seq=301 len=600");
    }

    [Fact]
    public void It_is_not_forgotten_for_ever()
    {
        Write(600);
        Assert.Equal(200, _bench.UntilSends());
        _bench.Sends("ACK seq=301 len=600");
    }

    [Fact]
    public void A_connection_begins_without_it()
    {
        _connection.Abort();
        _bench.Link.Sent.Clear();
        for (int port = 5001; port < 5009; port++)
        {
            _bench.Arrives($"SYN from={port} seq=100 win=4096");
            _bench.Arrives($"ACK from={port} seq=101 ack={_bench.Sends("SYN,ACK").Seq + 1} win=4096");
            TcpConnection next = _bench.Tcp.FindListener(TcpBench.Port)!.Accept()!;
            Assert.False(next.Cork);
            next.Abort();
            _bench.Link.Sent.Clear();
        }
    }

    private void Write(int length)
    {
        _bench.Write(_connection, length);
        _bench.Poll();
    }
}
