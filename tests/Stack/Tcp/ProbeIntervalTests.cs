// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>
/// Text that waited in the queue ran the timer of the window probe (RFC 9293 §3.8.6.1). Once it has left and is acknowledged, that interval is over: later
/// text is timed by the retransmission timeout of then.
/// </summary>
public class ProbeIntervalTests
{
    /// <summary>The timeout was 900 ms when the first text waited, and fell with each round trip of 300 ms: 4 RTTVAR = 600, 450, 337, 254.</summary>
    private const int Timeout = 300 + 254;

    private readonly TcpBench _bench = new();
    private readonly TcpConnection _connection;

    public ProbeIntervalTests()
    {
        _connection = _bench.Connect();
        _connection.Options = new TcpConnectionOptions { NoDelay = true, UserTimeout = 800 };
        _bench.Poll();
        _bench.Sends("SYN seq=300");
        _bench.Advance(300);
        _bench.Arrives("SYN,ACK seq=100 ack=301 win=4096 mss=1000");
        _bench.Sends("ACK seq=301 ack=101");
        _connection.Cork = true;
        for (int next = 301; next < 331; next += 10)
        {
            _bench.Write(_connection, 10);
            _bench.Poll();
            _connection.Cork = false;
            _bench.Poll();
            _bench.Sends($"ACK seq={next} len=10");
            _bench.Advance(300);
            _bench.Arrives($"ACK seq=101 ack={next + 10} win=4096");
        }
    }

    [Fact]
    public void The_user_timeout_counts_from_when_the_text_leaves()
    {
        _bench.Write(_connection, 10);
        _bench.Poll();
        _bench.Sends("ACK seq=331 len=10");
        Assert.Equal(Timeout, _bench.UntilSends());
        _bench.Sends("ACK seq=331 len=10");
        _bench.Advance(800 - Timeout - 1);
        Assert.Equal(TcpState.Established, _connection.State);
        _bench.Advance(1);
        Assert.Equal(SocketError.TimedOut, _connection.Error);
    }

    [Fact]
    public void The_first_probe_of_a_closed_window_leaves_after_the_timeout()
    {
        _bench.Arrives("ACK seq=101 ack=331 win=0");
        _bench.Write(_connection, 10);
        Assert.Equal(Timeout, _bench.UntilSends());
        _bench.Sends("ACK seq=331 len=1");
    }
}
