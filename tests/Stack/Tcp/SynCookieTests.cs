// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>When the table of handshakes is full, only the initial sequence number remembers the handshake (RFC 4987 §3.6).</summary>
public class SynCookieTests
{
    private const int Flooding = 1024;

    private readonly TcpBench _bench = new();
    private readonly TcpListener _listener;

    public SynCookieTests()
    {
        _listener = _bench.Listen();
        for (int port = Flooding; port < Flooding + 8; port++)
        {
            _bench.Arrives($"SYN from={port} seq=100 win=4096");
            _bench.Sends($"SYN,ACK to={port}");
        }
    }

    [Fact]
    public void The_answer_promises_nothing_that_would_have_to_be_remembered()
    {
        _bench.Arrives("SYN seq=100 win=4096 mss=1000 wscale=7 sackok");
        Segment answer = _bench.Sends("SYN,ACK seq=300 ack=101 mss=1460");
        Assert.Null(answer.WindowScale);
        Assert.False(answer.SackPermitted);
        Assert.Equal(8, _bench.Tcp.CountConnections(TcpState.SynReceived));
        Assert.Equal(1, _bench.Count(TcpCounter.CookiesSent));
    }

    [Fact]
    public void Its_acknowledgment_makes_the_connection()
    {
        TcpConnection connection = Open();
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=10");
        Assert.Equal(TcpBench.Text(101, 10), _bench.Read(connection));
    }

    [Fact]
    public void Text_may_come_with_it()
    {
        _bench.Arrives("SYN seq=100 win=4096 mss=1000");
        _bench.Sends("SYN,ACK seq=300");
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=10");
        Assert.Equal(TcpBench.Text(101, 10), _bench.Read(_listener.Accept()!));
    }

    [Theory]
    [InlineData("", 536)]
    [InlineData("mss=1", 1)]
    [InlineData("mss=39", 1)]
    [InlineData("mss=40", 40)]
    [InlineData("mss=63", 40)]
    [InlineData("mss=500", 256)]
    [InlineData("mss=1000", 536)]
    [InlineData("mss=1220", 1220)]
    [InlineData("mss=1380", 1380)]
    [InlineData("mss=1459", 1440)]
    [InlineData("mss=1460", 1460)]
    [InlineData("mss=9000", 1460)]
    public void The_segment_size_is_the_next_smaller_of_eight(string offered, int mss)
    {
        TcpConnection connection = Open(offered);
        _bench.Write(connection, 2000);
        _bench.Poll();
        _bench.Sends($"ACK seq=301 len={mss}");
    }

    [Theory]
    [InlineData("ACK seq=101 ack=302 win=4096")]
    [InlineData("ACK seq=101 ack=4395 win=4096")]
    [InlineData("ACK seq=102 ack=301 win=4096")]
    [InlineData("ACK seq=101 ack=301 win=4096 from=5001")]
    [InlineData("ACK seq=101 ack=301 win=4096 host=3")]
    public void What_was_not_sent_to_that_host_and_port_for_that_SYN_is_reset(string arrives)
    {
        _bench.Resolve(3);
        _bench.Arrives("SYN seq=100 win=4096");
        _bench.Sends("SYN,ACK seq=300");
        var segment = Segment.Parse(arrives);
        if (segment.Host == 3 || segment.SourcePort != 0)
        {
            segment.Ack = Real(segment.Ack!.Value);
        }

        _bench.Arrives(segment);
        Assert.Equal(TcpHeader.Rst, _bench.Take().Flags);
        Assert.False(_listener.Pending());
    }

    [Fact]
    public void It_holds_for_a_minute_and_for_no_more_than_two()
    {
        _bench.Arrives("SYN seq=100 win=4096");
        _bench.Sends("SYN,ACK seq=300");
        _bench.Arrives("SYN seq=100 win=4096 from=5001");
        _bench.Sends("SYN,ACK seq=300");
        _bench.Advance(60_000);
        _bench.Link.Sent.Clear();
        _bench.Arrives("ACK seq=101 ack=301 win=4096");
        Assert.NotNull(_listener.Accept());

        // A later one for somebody else holds longer.
        _bench.Arrives("SYN seq=100 win=4096 from=5002");
        _bench.Sends("SYN,ACK seq=300 to=5002");
        _bench.Advance(131_072 - 60_000);
        _bench.Link.Sent.Clear();
        _bench.Arrives("ACK seq=101 ack=301 win=4096 from=5001");
        _bench.Sends("RST seq=301 to=5001");
    }

    [Fact]
    public void It_is_believed_though_the_SYN_came_again_when_there_was_room()
    {
        _bench.Arrives("SYN seq=100 win=4096");
        Segment cookie = _bench.Sends("SYN,ACK seq=300 ack=101");
        _bench.Arrives($"RST from={Flooding} seq=101");
        _bench.Arrives("SYN seq=100 win=4096");
        Segment other = _bench.Sends("SYN,ACK seq=300 ack=101");
        Assert.NotEqual(cookie.WireSeq, other.WireSeq);
        _bench.Arrives($"ACK seq=101 ack={cookie.WireSeq - other.WireSeq + 301} win=4096 len=10");
        Assert.Equal(10, _listener.Accept()!.Available);
        Assert.Equal(7, _bench.Tcp.CountConnections(TcpState.SynReceived));
        Assert.Equal(0, _bench.Count(TcpCounter.ResetsSent));
    }

    [Fact]
    public void It_is_good_for_one_connection()
    {
        // A late segment of a closed connection must not begin it again. The new text would have the numbers of the old.
        Open().Abort();
        _bench.Sends("RST,ACK seq=301");
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=10");
        _bench.Sends("RST seq=301");
        Assert.Null(_listener.Accept());
    }

    [Fact]
    public void With_the_backlog_full_the_last_step_is_dropped_and_comes_again()
    {
        for (int port = 5001; port < 5005; port++)
        {
            _bench.Arrives($"SYN from={port} seq=100 win=4096");
            _bench.Sends($"SYN,ACK to={port}");
        }

        _bench.Arrives("SYN seq=100 win=4096");
        _bench.Sends("SYN,ACK seq=300");
        for (int port = 5001; port < 5005; port++)
        {
            _bench.Arrives($"ACK from={port} seq=101 ack=301 win=4096");
        }

        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=10");
        _bench.SendsNothing();
        _listener.Accept();
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=10");
        for (int i = 0; i < 3; i++)
        {
            _listener.Accept();
        }

        Assert.Equal(10, _listener.Accept()!.Available);
    }

    [Fact]
    public void In_a_flood_of_SYNs_who_means_it_still_connects_and_nothing_is_allocated()
    {
        byte[][] flood = [.. Enumerable.Range(0, 5000).Select(i => Frames.Tcp(new Segment
        {
            SourcePort = 10_000 + i,
            DestinationPort = TcpBench.Port,
            Flags = Segment.Parse("SYN").Flags,
            Seq = (uint)i * 7919,
            Win = 1024,
        }.ToBytes()))];
        _bench.Link.Collects = false;
        Flood(flood.AsSpan(0, 1000));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Flood(flood.AsSpan(1000, 3500));
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
        Assert.Equal(8, _bench.Tcp.CountConnections(TcpState.SynReceived));
        Assert.Equal(4500, _bench.Count(TcpCounter.CookiesSent));

        _bench.Link.Collects = true;
        TcpConnection connection = Open();
        _bench.Link.Collects = false;
        Flood(flood.AsSpan(4500));
        _bench.Link.Collects = true;
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=10");
        Assert.Equal(TcpBench.Text(101, 10), _bench.Read(connection));
        _bench.Write(connection, 10);
        _bench.Poll();
        _bench.UntilSends();
        _bench.Sends("ACK seq=301 ack=111 len=10");
    }

    private TcpConnection Open(string options = "mss=1000")
    {
        _bench.Arrives($"SYN seq=100 win=4096 {options}");
        _bench.Sends("SYN,ACK seq=300 ack=101");
        _bench.Arrives("ACK seq=101 ack=301 win=4096");
        _bench.SendsNothing();
        return _listener.Accept()!;
    }

    private void Flood(ReadOnlySpan<byte[]> frames)
    {
        foreach (byte[] frame in frames)
        {
            _bench.Link.Arrive(frame);
            _bench.Poll();
        }
    }

    /// <summary>A number of port 5000's handshake as it is on the wire.</summary>
    private uint Real(uint number)
    {
        _bench.Arrives("SYN seq=100 win=4096");
        return _bench.Sends("SYN,ACK seq=300").WireSeq + number - TcpBench.Iss;
    }
}
