// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>Window scaling (RFC 7323 §2).</summary>
public class WindowScaleTests
{
    private readonly TcpBench _bench = new(options =>
    {
        options.ReceiveBuffer = 200_000;
        options.SendBuffer = 60_000;
    });

    [Theory]
    [InlineData(2048, 0)]
    [InlineData(65_535, 0)]
    [InlineData(65_536, 1)]
    [InlineData(200_000, 2)]
    public void The_shift_is_what_the_buffer_needs(int buffer, int shift)
    {
        var bench = new TcpBench(options => options.ReceiveBuffer = buffer);
        bench.Connect();
        bench.Poll();
        bench.Sends($"SYN seq=300 wscale={shift} win={Math.Min(buffer, 65_535)}");
    }

    [Fact]
    public void It_is_agreed_to_if_the_other_end_offers_it()
    {
        _bench.Listen();
        _bench.Arrives("SYN seq=100 win=4096 wscale=7");
        _bench.Sends("SYN,ACK ack=101 wscale=2 win=65535");
        _bench.Arrives("SYN seq=100 from=5001 win=4096");
        Assert.Null(_bench.Sends("SYN,ACK to=5001 ack=101 win=65535").WindowScale);
    }

    [Fact]
    public void It_is_not_spoken_of_when_turned_off()
    {
        var bench = new TcpBench(options => options.WindowScaling = false);
        bench.Listen();
        bench.Arrives("SYN seq=100 win=4096 wscale=7");
        Assert.Null(bench.Sends("SYN,ACK ack=101").WindowScale);
    }

    [Fact]
    public void The_window_of_a_SYN_is_not_scaled_that_of_every_other_segment_is()
    {
        TcpConnection connection = _bench.Connect();
        _bench.Poll();
        _bench.Sends("SYN seq=300");
        _bench.Arrives("SYN,ACK seq=100 ack=301 win=2000 mss=1000 wscale=1");
        _bench.Sends("ACK ack=101");
        _bench.Write(connection, 10_000);
        _bench.Poll();
        _bench.Sends("ACK seq=301 len=1000");
        _bench.Sends("ACK seq=1301 len=1000");
        _bench.SendsNothing();
        _bench.Arrives("ACK seq=101 ack=301 win=2000");
        _bench.Sends("ACK seq=2301 len=1000");
        _bench.Sends("ACK seq=3301 len=1000");
        _bench.SendsNothing();
    }

    [Fact]
    public void The_window_of_a_SYN_ACK_that_ends_a_simultaneous_open_is_not_scaled_either()
    {
        TcpConnection connection = _bench.Connect();
        _bench.Poll();
        _bench.Sends("SYN seq=300");
        _bench.Arrives("SYN seq=100 win=2000 mss=1000 wscale=1");
        _bench.Sends("SYN,ACK seq=300 ack=101");
        _bench.Arrives("SYN,ACK seq=100 ack=301 win=2000 mss=1000 wscale=1");
        _bench.Sends("ACK ack=101");
        _bench.Write(connection, 10_000);
        _bench.Poll();
        _bench.Sends("ACK seq=301 len=1000");
        _bench.Sends("ACK seq=1301 len=1000");
        _bench.SendsNothing();
    }

    [Fact]
    public void Both_directions_scale_each_by_its_own_shift()
    {
        TcpConnection connection = _bench.Established("SYN seq=100 win=4096 mss=1000 wscale=7");
        _bench.Arrives("ACK seq=101 ack=301 win=16 len=1001");
        _bench.UntilSends();

        // 200 000 less 1001, in fours.
        _bench.Sends("ACK ack=1102 win=49749");
        _bench.Write(connection, 10_000);
        _bench.Poll();
        _bench.Sends("ACK seq=301 len=1000");
        _bench.Sends("ACK seq=1301 len=1000");
        _bench.SendsNothing();
    }

    [Fact]
    public void Without_agreement_windows_end_at_65535()
    {
        _bench.Established();
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=1000");
        _bench.UntilSends();
        _bench.Sends("ACK ack=1101 win=65535");
    }

    [Fact]
    public void A_shift_above_14_counts_as_14()
    {
        // §2.3.
        TcpConnection connection = _bench.Established("SYN seq=100 win=1 mss=1000 wscale=20");
        _bench.Write(connection, 60_000);
        _bench.Poll();
        Assert.Equal(10, _bench.Link.Sent.Count);
        for (uint ack = 1301; ack <= 10_301; ack += 1000)
        {
            _bench.Arrives($"ACK seq=101 ack={ack} win=1");
        }

        // 16 384 bytes behind 10 301.
        Assert.Equal(26, _bench.Link.Sent.Count);
    }

    [Fact]
    public void What_was_within_the_window_once_is_taken_though_rounding_says_less_later()
    {
        // §2.4. The right edge is 70 000 bytes behind 101. The window is counted in units of two, so after an odd number of bytes it is one less.
        var bench = new TcpBench(options => options.ReceiveBuffer = 70_000);
        TcpConnection connection = bench.Established("SYN seq=100 win=4096 mss=1000 wscale=0");
        uint seq = 101;
        foreach (int length in Enumerable.Repeat(1000, 67).Append(1001).Append(1000).Append(999))
        {
            bench.Arrives($"ACK seq={seq} ack=301 win=4096 len={length}");
            seq += (uint)length;
        }

        Assert.Equal(70_000, connection.Available);
    }
}
