// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>PAWS recognises old segments by their timestamps (RFC 7323 §5), and TIME-WAIT becomes shorter (RFC 6191).</summary>
public class PawsTests
{
    private readonly TcpBench _bench = new(options => options.Timestamps = true);

    [Fact]
    public void A_segment_with_an_older_timestamp_is_dropped_and_answered_with_an_ACK()
    {
        TcpConnection connection = Open(9000);
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=100 ts=8999/500");
        _bench.Sends("ACK seq=301 ack=101 ts=*/9000");
        Assert.Equal(0, connection.Available);
        Assert.Equal(1, _bench.Count(TcpCounter.TimestampOld));
    }

    [Theory]
    [InlineData(9000, 9000)]
    [InlineData(9000, 9001)]
    [InlineData(4_294_967_290, 5)]
    public void The_same_or_a_newer_one_is_taken_across_the_wrap_too(uint before, uint now)
    {
        TcpConnection connection = Open(before);
        _bench.Arrives($"ACK seq=101 ack=301 win=4096 len=100 ts={now}/500");
        Assert.Equal(100, connection.Available);
    }

    [Fact]
    public void The_last_step_of_a_handshake_with_an_older_one_is_dropped()
    {
        TcpListener listener = _bench.Listen();
        _bench.Arrives("SYN seq=100 win=4096 ts=9000/0");
        _bench.Sends("SYN,ACK ack=101");
        _bench.Arrives("ACK seq=101 ack=301 win=4096 ts=8999/500");
        Assert.False(listener.Pending());
        Assert.Equal(1, _bench.Count(TcpCounter.TimestampOld));
    }

    [Fact]
    public void A_segment_beyond_a_hole_does_not_make_the_one_before_it_old()
    {
        TcpConnection connection = Open(9000);
        _bench.Arrives("ACK seq=201 ack=301 win=4096 len=100 ts=9002/500");
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=100 ts=9001/500");
        Assert.Equal(200, connection.Available);
    }

    [Fact]
    public void An_RST_is_not_asked_for_its_age()
    {
        // §5.2.
        TcpConnection connection = Open(9000);
        _bench.Arrives("RST seq=101 ts=1/500");
        Assert.Equal(SocketError.ConnectionReset, connection.Error);
    }

    [Theory]
    [InlineData(25)]
    [InlineData(30)]
    [InlineData(45)]
    public void After_24_days_of_silence_the_last_timestamp_says_nothing(int days)
    {
        // §5.5: the other end's clock may have gone half around.
        TcpConnection connection = Open(9000);
        _bench.Advance(days * 24L * 3600 * 1000);
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=100 ts=8999/500");
        Assert.Equal(100, connection.Available);
    }

    [Theory]
    [InlineData("SYN seq=50 win=4096 ts=9002/0")]
    [InlineData("SYN seq=5000 win=4096 ts=9002/0")]
    [InlineData("SYN seq=5000 win=4096 ts=8000/0")]
    [InlineData("SYN seq=5000 win=4096")]
    public void A_SYN_with_a_newer_timestamp_or_a_higher_number_reopens_TIME_WAIT(string syn)
    {
        TimeWait();
        _bench.Arrives(syn);
        _bench.Sends($"SYN,ACK ack={Segment.Parse(syn).Seq + 1}");
    }

    [Theory]
    [InlineData("SYN seq=50 win=4096 ts=9001/0")]
    [InlineData("SYN seq=50 win=4096 ts=9000/0")]
    [InlineData("SYN seq=50 win=4096")]
    public void Any_other_SYN_is_answered_with_an_ACK(string syn)
    {
        TimeWait();
        _bench.Arrives(syn);
        _bench.Sends("ACK seq=302 ack=102 ts=*/9001");
        Assert.Equal(1, _bench.Tcp.CountConnections(TcpState.TimeWait));
    }

    private TcpConnection Open(uint timestamp) => _bench.Established($"SYN seq=100 win=4096 mss=1000 ts={timestamp}/0");

    private void TimeWait()
    {
        Open(9000).Close();
        _bench.Poll();
        _bench.Sends("FIN,ACK seq=301");
        _bench.Arrives("FIN,ACK seq=101 ack=302 win=4096 ts=9001/500");
        _bench.Sends("ACK seq=302 ack=102");
    }
}
