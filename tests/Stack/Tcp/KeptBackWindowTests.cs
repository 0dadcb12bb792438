// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>
/// A sender is limited by the window of 40 segments, and the first segment of each window is lost. A retransmission must not be the last segment that
/// it can send. If that were lost too, only the timer would show it.
/// </summary>
public class KeptBackWindowTests
{
    private const int Buffer = 40_000;

    private readonly TcpBench _bench = new(options => options.ReceiveBuffer = Buffer);
    private readonly TcpConnection _connection;

    public KeptBackWindowTests()
    {
        _connection = _bench.Established("SYN seq=100 win=4096 mss=1000 sackok");
    }

    [Fact]
    public void After_a_window_that_was_used_up_while_a_segment_was_missing_one_is_kept_back()
    {
        LoseTheFirst(101, 40);
        _bench.Sends("ACK seq=301 ack=40101 win=39000");
    }

    [Fact]
    public void It_is_offered_when_a_missing_segment_must_have_been_sent_again()
    {
        LoseTheFirst(101, 40);
        _bench.Sends("ACK seq=301 ack=40101 win=39000");
        for (uint i = 1; i < 39; i++)
        {
            // The third duplicate causes the retransmission.
            _bench.Arrives($"ACK seq={40101 + (1000 * i)} ack=301 win=4096 len=1000");
            _bench.Sends($"ACK seq=301 ack=40101 win={(i <= 3 ? 39000 : 40000)}");
        }
    }

    [Fact]
    public void It_is_kept_back_again_after_the_next_loss()
    {
        LoseTheFirst(101, 40);
        _bench.Link.Sent.Clear();
        LoseTheFirst(40101, 40);
        _bench.Sends("ACK seq=301 ack=80101 win=39000");
    }

    [Fact]
    public void A_few_segments_out_of_order_keep_nothing_back()
    {
        LoseTheFirst(101, 4);
        _bench.Sends("ACK seq=301 ack=4101 win=40000");
    }

    [Fact]
    public void Nothing_is_kept_back_of_a_window_of_few_segments()
    {
        _connection.Options = new TcpConnectionOptions { ReceiveBuffer = 30_000 };
        LoseTheFirst(101, 40);
        _bench.Sends("ACK seq=301 ack=40101 win=30000");
    }

    [Fact]
    public void Nothing_is_kept_back_of_a_buffer_that_has_been_made_smaller_than_what_is_in_it()
    {
        for (uint i = 1; i < 40; i++)
        {
            _bench.Arrives($"ACK seq={101 + (1000 * i)} ack=301 win=4096 len=1000");
        }

        _connection.Options = new TcpConnectionOptions { ReceiveBuffer = 500 };
        _bench.Link.Sent.Clear();
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=1000");
        _bench.Sends("ACK seq=301 ack=40101 win=0");
        _bench.Read(_connection, Buffer);
        _bench.Poll();
        _bench.Sends("ACK seq=301 ack=40101 win=500");
    }

    // All segments of a window but the first arrive, then that, and everything is read.
    private void LoseTheFirst(uint first, int segments)
    {
        for (uint i = 1; i < segments; i++)
        {
            _bench.Arrives($"ACK seq={first + (1000 * i)} ack=301 win=4096 len=1000");
        }

        _bench.Link.Sent.Clear();
        _bench.Queue(Segment.Parse($"ACK seq={first} ack=301 win=4096 len=1000"));
        _bench.Stack.Poll(_bench.Now);
        Assert.Equal(1000 * segments, _bench.Read(_connection, Buffer).Length);
        _bench.Stack.Flush(_bench.Now);
    }
}
