// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>Nagle's algorithm (RFC 9293 §3.7.4) in Minshall's form: at most one short segment is under way.</summary>
public class NagleTests
{
    private readonly TcpBench _bench = new(options => options.Server = new TcpConnectionOptions());
    private readonly TcpConnection _connection;

    public NagleTests() => _connection = _bench.Established();

    [Fact]
    public void While_a_short_segment_is_on_its_way_what_is_written_waits_and_then_leaves_together()
    {
        Write(10);
        _bench.Sends("ACK seq=301 len=10");
        Write(20);
        Write(30);
        _bench.SendsNothing();
        _bench.Arrives("ACK seq=101 ack=311 win=4096");
        _bench.Sends("ACK seq=311 len=50");
    }

    [Fact]
    public void A_full_segment_does_not_wait()
    {
        Write(10);
        _bench.Sends("ACK seq=301 len=10");
        Write(1100);
        _bench.Sends("ACK seq=311 len=1000");
        _bench.SendsNothing();
    }

    [Fact]
    public void The_end_of_a_long_answer_does_not_wait_for_its_full_segments()
    {
        // Minshall's: Nagle's own form would keep the last 200 back.
        Write(1200);
        _bench.Sends("ACK seq=301 len=1000");
        _bench.Sends("ACK seq=1301 len=200");
        Write(10);
        _bench.SendsNothing();
    }

    [Fact]
    public void The_acknowledgment_of_what_came_before_the_short_segment_is_not_enough()
    {
        Write(1200);
        _bench.Link.Sent.Clear();
        Write(10);
        _bench.Arrives("ACK seq=101 ack=1301 win=4096");
        _bench.SendsNothing();
        _bench.Arrives("ACK seq=101 ack=1501 win=4096");
        _bench.Sends("ACK seq=1501 len=10");
    }

    [Fact]
    public void Closing_lets_a_small_segment_go()
    {
        Write(10);
        _bench.Sends("ACK seq=301 len=10");
        Write(20);
        _connection.Shutdown(SocketShutdown.Send);
        _bench.Poll();
        _bench.Sends("FIN,ACK seq=311 len=20");
    }

    [Fact]
    public void It_can_be_turned_off_for_a_connection_at_any_time()
    {
        // MUST-17.
        Write(10);
        _bench.Sends("ACK seq=301 len=10");
        Write(20);
        _bench.SendsNothing();
        TcpConnectionOptions options = _connection.Options.Copy();
        options.NoDelay = true;
        _connection.Options = options;
        _bench.Poll();
        _bench.Sends("ACK seq=311 len=20");
        Write(30);
        _bench.Sends("ACK seq=331 len=30");
    }

    [Fact]
    public void It_is_on_by_default()
    {
        var options = new TcpOptions();
        Assert.False(options.Client.NoDelay || options.Server.NoDelay);
    }

    [Fact]
    public void What_waits_goes_again_with_a_retransmission()
    {
        Write(10);
        _bench.Sends("ACK seq=301 len=10");
        Write(20);
        _bench.UntilSends();
        _bench.Sends("ACK seq=301 len=30");
    }

    private void Write(int length)
    {
        _bench.Write(_connection, length);
        _bench.Poll();
    }
}
