// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>Segments for no connection: CLOSED (RFC 9293 §3.10.7.1) and LISTEN (§3.10.7.2).</summary>
public class ClosedTests
{
    private readonly TcpBench _bench = new();

    [Theory]
    [InlineData("SYN seq=100", "RST,ACK seq=0 ack=101")]
    [InlineData("SYN seq=4294967295", "RST,ACK seq=0 ack=0")]
    [InlineData("FIN seq=100", "RST,ACK seq=0 ack=101")]
    [InlineData("- seq=100 len=7", "RST,ACK seq=0 ack=107")]
    [InlineData("SYN,FIN seq=100 len=7", "RST,ACK seq=0 ack=109")]
    [InlineData("ACK seq=100 ack=555", "RST seq=555 ack=0")]
    [InlineData("ACK seq=100 ack=555 len=20", "RST seq=555 ack=0")]
    [InlineData("SYN,ACK seq=100 ack=555", "RST seq=555 ack=0")]
    [InlineData("FIN,ACK seq=100 ack=0", "RST seq=0 ack=0")]
    public void A_segment_for_a_closed_port_is_answered_with_the_RST_that_the_other_end_will_believe(string arrives, string sends)
    {
        _bench.Arrives(arrives);
        Segment reset = _bench.Sends(sends + " from=80 to=5000");
        Assert.Equal(0, reset.Win);
        _bench.SendsNothing();
        Assert.Equal(1, _bench.Count(TcpCounter.PortClosed));
        Assert.Equal(1, _bench.Count(TcpCounter.ResetsSent));
    }

    [Theory]
    [InlineData("RST seq=100")]
    [InlineData("RST,ACK seq=100 ack=555")]
    [InlineData("RST,SYN seq=100")]
    [InlineData("RST,FIN,ACK seq=100 ack=555 len=3")]
    public void An_RST_is_never_answered(string arrives)
    {
        _bench.Arrives(arrives);
        _bench.SendsNothing();
        _bench.Listen();
        _bench.Arrives(arrives);
        _bench.SendsNothing();
        Assert.Equal(0, _bench.Count(TcpCounter.ResetsSent));
    }

    [Fact]
    public void An_RST_does_not_disturb_a_listener()
    {
        _bench.Listen();
        _bench.Arrives("RST seq=100");
        _bench.Arrives("RST,SYN seq=100");
        _bench.Arrives("SYN seq=100 win=4096");
        _bench.Sends("SYN,ACK seq=300 ack=101");
    }

    [Theory]
    [InlineData("ACK seq=100 ack=555", "RST seq=555")]
    [InlineData("SYN,ACK seq=100 ack=555", "RST seq=555")]
    [InlineData("FIN,ACK seq=100 ack=555 len=5", "RST seq=555")]
    public void LISTEN_answers_an_ACK_with_an_RST(string arrives, string sends)
    {
        _bench.Listen();
        _bench.Arrives(arrives);
        _bench.Sends(sends);
        Assert.Equal(0, _bench.Tcp.CountConnections(TcpState.SynReceived));
    }

    [Theory]
    [InlineData("- seq=100")]
    [InlineData("FIN seq=100")]
    [InlineData("- seq=100 len=5")]
    public void LISTEN_drops_what_has_neither_SYN_nor_ACK_nor_RST(string arrives)
    {
        _bench.Listen();
        _bench.Arrives(arrives);
        _bench.SendsNothing();
    }

    [Fact]
    public void Text_with_a_SYN_is_not_acknowledged_until_it_comes_again()
    {
        TcpListener listener = _bench.Listen();
        _bench.Arrives("SYN seq=100 win=4096 len=10");
        _bench.Sends("SYN,ACK seq=300 ack=101");
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=10");
        Assert.Equal(TcpBench.Text(101, 10), _bench.Read(listener.Accept()!));
    }

    [Fact]
    public void A_FIN_with_a_SYN_is_not_acknowledged_until_it_comes_again()
    {
        TcpListener listener = _bench.Listen();
        _bench.Arrives("SYN,FIN seq=100 win=4096");
        _bench.Sends("SYN,ACK seq=300 ack=101");
        _bench.Arrives("FIN,ACK seq=101 ack=301 win=4096");
        _bench.Sends("ACK seq=301 ack=102");
        Assert.Equal(TcpState.CloseWait, listener.Accept()!.State);
    }

    [Fact]
    public void A_segment_with_a_wrong_checksum_is_dropped_and_counted()
    {
        _bench.Listen();
        byte[] frame = Frames.Tcp(Segment.Parse("SYN from=5000 to=80 seq=100").ToBytes());
        frame[40] ^= 1;
        _bench.Link.Arrive(frame);
        _bench.Poll();
        _bench.SendsNothing();
        Assert.Equal(1, _bench.Count(TcpCounter.ChecksumError));
        Assert.Equal(0, _bench.Count(TcpCounter.SegmentsReceived));
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0x40)]
    [InlineData(0x60)]
    [InlineData(0xF0)]
    public void A_segment_with_an_impossible_header_length_is_dropped_and_counted(byte dataOffset)
    {
        _bench.Listen();
        byte[] segment = Segment.Parse("SYN from=5000 to=80 seq=100").ToBytes();
        segment[12] = dataOffset;
        _bench.Link.Arrive(Frames.Tcp(segment));
        _bench.Poll();
        _bench.SendsNothing();
        Assert.Equal(1, _bench.Count(TcpCounter.Invalid));
    }

    [Fact]
    public void A_segment_shorter_than_a_header_is_dropped_and_counted()
    {
        for (int length = 0; length < 20; length++)
        {
            _bench.Link.Arrive(Frames.IPv4(6, new byte[length]));
            _bench.Poll();
            _bench.SendsNothing();
            Assert.Equal(length + 1, _bench.Count(TcpCounter.Invalid));
        }
    }
}
