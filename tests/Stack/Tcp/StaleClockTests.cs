// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>An application calls long after the last poll. The effects of the call are timed from when they begin.</summary>
public class StaleClockTests
{
    private const int Pause = 30_000;

    private readonly TcpBench _bench = new();

    /// <summary>Time passes in which nobody polls.</summary>
    private long After(int milliseconds) => _bench.Now + milliseconds;

    [Fact]
    public void Text_flushed_after_a_pause_is_not_sent_again_a_moment_later()
    {
        TcpConnection connection = _bench.Established("SYN seq=100 win=65535 mss=1460");
        _bench.Write(connection, 10);
        long now = After(Pause);
        _bench.Stack.Flush(now);
        _bench.Sends("ACK seq=301 len=10");
        Assert.Equal(now + 200, _bench.Stack.Poll(now + 1));
        _bench.SendsNothing();
    }

    [Fact]
    public void The_round_trip_of_text_flushed_after_a_pause_is_measured_from_then()
    {
        TcpConnection connection = _bench.Established();
        _bench.Write(connection, 10);
        long now = After(Pause);
        _bench.Stack.Flush(now);
        _bench.Sends("ACK seq=301 len=10");
        _bench.Queue(Segment.Parse("ACK seq=101 ack=311 win=4096"));
        _bench.Stack.Poll(now + 50);
        _bench.Write(connection, 10);
        _bench.Stack.Flush(now + 50);
        _bench.Sends("ACK seq=311 len=10");
        _bench.Stack.Poll(now + 50 + 199);
        _bench.SendsNothing();
        _bench.Stack.Poll(now + 50 + 300);
        _bench.Sends("ACK seq=311 len=10");
    }

    [Fact]
    public void A_SYN_that_is_asked_for_after_a_pause_leaves_once()
    {
        _bench.Connect();
        long now = After(Pause);
        _bench.Stack.Poll(now);
        _bench.Sends("SYN seq=300");
        Assert.Equal(now + 1000, _bench.Stack.Poll(now + 1));
        _bench.SendsNothing();
    }

    [Fact]
    public void A_connection_closed_after_a_pause_has_all_its_time_to_end()
    {
        TcpConnection connection = _bench.Established();
        connection.Close();
        _bench.Stack.Poll(After(1_000_000));
        _bench.Sends("FIN,ACK seq=301");
        _bench.SendsNothing();
    }

    [Fact]
    public void A_half_closed_connection_that_is_closed_after_a_pause_waits_for_the_FIN()
    {
        TcpConnection connection = _bench.Established();
        connection.Shutdown(SocketShutdown.Send);
        _bench.Poll();
        _bench.Sends("FIN,ACK seq=301");
        _bench.Arrives("ACK seq=101 ack=302 win=4096");
        connection.Close();
        long now = After(1_000_000);
        _bench.Stack.Poll(now);
        _bench.Queue(Segment.Parse("FIN,ACK seq=101 ack=302 win=4096"));
        _bench.Stack.Poll(now + 1);
        _bench.Sends("ACK seq=302 ack=102");
    }

    [Fact]
    public void Options_set_after_a_pause_send_nothing_by_the_old_clock()
    {
        TcpConnection connection = _bench.Established();
        _bench.Write(connection, 10);
        connection.Options = new TcpConnectionOptions { NoDelay = true };
        _bench.SendsNothing();
        long now = After(Pause);
        Assert.Equal(now + 200, _bench.Stack.Poll(now));
        _bench.Sends("ACK seq=301 len=10");
        _bench.SendsNothing();
    }
}
