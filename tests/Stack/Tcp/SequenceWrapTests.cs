// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>Sequence numbers pass 2^32 in the middle of a connection (RFC 9293 §3.4).</summary>
public class SequenceWrapTests
{
    /// <summary>A bench at a time when the clock of the initial sequence numbers is less than 250 below 2^32.</summary>
    private static TcpBench NearTheEnd()
    {
        var scout = new TcpBench();
        scout.Listen();
        scout.Arrives("SYN seq=100");
        uint iss = scout.Sends("SYN,ACK").WireSeq;
        var bench = new TcpBench();
        bench.Advance((uint.MaxValue - iss) / 250);
        return bench;
    }

    [Fact]
    public void What_is_sent_wraps()
    {
        TcpBench bench = NearTheEnd();
        TcpConnection connection = bench.Established();
        byte[] data = [.. Enumerable.Range(0, 2000).Select(i => (byte)(i * 13))];
        connection.Send(data, 0, 2000, out _);
        bench.Poll();
        Segment first = bench.Sends("ACK seq=301 len=1000");
        Assert.True(first.WireSeq > uint.MaxValue - 250);
        Segment second = bench.Sends("ACK seq=1301 len=1000");
        Assert.True(second.WireSeq < 1000);

        // An old ACK, one of the future, the timeout, then the ACK of a part and of everything.
        bench.Arrives("ACK seq=101 ack=300 win=4096");
        bench.Arrives("ACK seq=101 ack=2302 win=4096");
        bench.Sends("ACK seq=2301 ack=101");
        bench.UntilSends();
        Assert.Equal(data[..1000], bench.Sends("ACK seq=301 len=1000").Data);
        bench.Arrives("ACK seq=101 ack=701 win=4096");
        Assert.Equal(1600, connection.Unacknowledged);
        Assert.Equal(data[1000..1800], bench.Sends("ACK seq=1301 len=800").Data);
        connection.Shutdown(SocketShutdown.Send);
        bench.Arrives("ACK seq=101 ack=2301 win=4096");
        bench.Sends("FIN,ACK seq=2301 ack=101");
        bench.Arrives("ACK seq=101 ack=2302 win=4096");
        Assert.Equal(TcpState.FinWait2, connection.State);
    }

    [Theory]
    [InlineData(uint.MaxValue)]
    [InlineData(uint.MaxValue - 1)]
    [InlineData(uint.MaxValue - 100)]
    [InlineData(uint.MaxValue - 1000)]
    [InlineData(0x7FFFFFFFu)]
    [InlineData(0x7FFFFFFFu - 500)]
    public void What_is_received_wraps(uint seq)
    {
        var bench = new TcpBench();
        TcpConnection connection = bench.Established($"SYN seq={seq} win=4096");
        uint next = unchecked(seq + 1);
        bench.Arrives($"ACK seq={unchecked(next + 500)} ack=301 win=4096 len=500");
        bench.Sends($"ACK seq=301 ack={next}");
        bench.Arrives($"ACK seq={next} ack=301 win=4096 len=500");
        bench.Sends($"ACK seq=301 ack={unchecked(next + 1000)}");
        bench.Arrives($"ACK seq={unchecked(next + 100)} ack=301 win=4096 len=1000");
        bench.Sends($"ACK seq=301 ack={unchecked(next + 1100)}");
        Assert.Equal(TcpBench.Text(next, 1100), bench.Read(connection));
        bench.Arrives($"RST seq={unchecked(next + 1099)}");
        Assert.Equal(TcpState.Established, connection.State);
        bench.Link.Sent.Clear();
        bench.Arrives($"FIN,ACK seq={unchecked(next + 1100)} ack=301 win=4096");
        bench.Sends($"ACK seq=301 ack={unchecked(next + 1101)}");
        Assert.Equal(TcpState.CloseWait, connection.State);
    }

    [Fact]
    public void An_acknowledgment_across_the_wrap_does_not_look_old()
    {
        TcpBench bench = NearTheEnd();
        TcpConnection connection = bench.Established();
        bench.Write(connection, 1000);
        bench.Poll();
        bench.Sends("ACK seq=301 len=1000");
        bench.Arrives("ACK seq=101 ack=1301 win=4096");
        Assert.Equal(0, connection.Unacknowledged);
    }
}
