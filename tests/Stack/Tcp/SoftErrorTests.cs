// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>ICMP errors that must not end a connection (RFC 9293 §3.9.2.2), and a source quench, which must not do anything (RFC 6633).</summary>
public class SoftErrorTests
{
    private readonly TcpBench _bench = new();

    [Theory]
    [InlineData(3, 0)]
    [InlineData(3, 1)]
    [InlineData(3, 5)]
    [InlineData(11, 0)]
    [InlineData(11, 1)]
    [InlineData(12, 0)]
    public void They_do_not_end_a_connection(int type, int code)
    {
        TcpConnection connection = InFlight();
        Error(type, code);
        Assert.Equal(TcpState.Established, connection.State);
        Assert.Equal(SocketError.Success, connection.Error);
        _bench.Arrives("ACK seq=101 ack=311 win=4096 len=5");
        Assert.Equal(0, connection.Unacknowledged);
        Assert.Equal(5, connection.Available);
    }

    [Fact]
    public void A_source_quench_is_silently_discarded()
    {
        TcpConnection connection = InFlight();
        Error(4, 0);
        _bench.SendsNothing();
        _bench.Arrives("ACK seq=101 ack=311 win=4096");
        _bench.Write(connection, 2000);
        _bench.Poll();
        _bench.Sends("ACK seq=311 len=1000");
        _bench.Sends("ACK seq=1311 len=1000");
    }

    /// <summary>A connection with ten bytes on the way.</summary>
    private TcpConnection InFlight()
    {
        TcpConnection connection = _bench.Established();
        _bench.Write(connection, 10);
        _bench.Poll();
        return connection;
    }

    /// <summary>A router answers the segment that was sent with an ICMP error.</summary>
    private void Error(int type, int code) => _bench.Error(type, code, _bench.Take());
}
