// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>The headers of sent segments, whatever they are for.</summary>
public class SegmentFormTests
{
    private readonly TcpBench _bench = new();

    [Fact]
    public void The_segment_size_stands_in_a_SYN_and_in_no_other_segment()
    {
        TcpConnection connection = _bench.Connect();
        _bench.Poll();
        Assert.Equal(1460, _bench.Sends("SYN seq=300").Mss);
        _bench.Arrives("SYN,ACK seq=100 ack=301 win=4096 mss=1000");
        Assert.Null(_bench.Sends("ACK seq=301 ack=101").Mss);
        _bench.Write(connection, 10);
        _bench.Poll();
        Assert.Null(_bench.Sends("ACK seq=301 ack=101 len=10").Mss);
        _bench.Arrives("RST seq=500");
        Assert.Null(_bench.Sends("ACK seq=311 ack=101").Mss);
        connection.Close();
        _bench.Poll();
        Assert.Null(_bench.Sends("FIN,ACK seq=311 ack=101").Mss);
        _bench.Arrives("FIN,ACK seq=101 ack=312 win=4096");
        Assert.Null(_bench.Sends("ACK seq=312 ack=102").Mss);
        _bench.Arrives("SYN seq=100 from=5001");
        Assert.Null(_bench.Sends("RST,ACK ack=101").Mss);
    }

    // As for IPv4's: IPv4Tests.
    [Fact]
    public void A_checksum_that_comes_to_0_is_sent_as_0()
    {
        byte[] missing = SegmentChecksum([0, 0]);
        Assert.Equal([0, 0], SegmentChecksum(missing));

        static byte[] SegmentChecksum(byte[] text)
        {
            TcpBench bench = new();
            TcpConnection connection = bench.Established();
            Assert.Equal(2, connection.Send(text, 0, 2, out _));
            bench.Poll();
            return bench.Link.Sent.Dequeue()[50..52];
        }
    }

    [Fact]
    public void A_header_is_whole_again_after_an_echo_was_answered()
    {
        TcpConnection connection = _bench.Established();
        _bench.Write(connection, 10);
        _bench.Poll();
        _bench.Sends("PSH,ACK seq=301 ack=101 win=2048 len=10");
        _bench.Link.Arrive(Frames.Icmp(IcmpHeader.EchoRequest, 0, 1, TcpBench.Text(0, 32)));
        _bench.Poll();
        _bench.Link.Sent.Clear();
        _bench.Write(connection, 20);
        _bench.Poll();
        _bench.Sends("PSH,ACK seq=311 ack=101 win=2048 len=20");
    }

    [Fact]
    public void What_a_stranger_is_told_does_not_stand_in_the_next_header()
    {
        TcpConnection connection = _bench.Established();
        _bench.Arrives("SYN seq=100 win=4096 from=5001 to=81");
        _bench.Sends("RST,ACK seq=0 ack=101 win=0");
        _bench.Write(connection, 10);
        _bench.Poll();
        _bench.Sends("PSH,ACK seq=301 ack=101 win=2048 len=10");
        _bench.Arrives("ACK seq=7 ack=8 win=4096 from=5001 to=81");
        Assert.Equal(8u, _bench.Take().WireSeq);
        _bench.Arrives("ACK seq=101 ack=311 win=4096");
        _bench.Write(connection, 10);
        _bench.Poll();
        _bench.Sends("PSH,ACK seq=311 ack=101 win=2048 len=10");
    }

    [Theory]
    [InlineData(32_767)]
    [InlineData(32_768)]
    [InlineData(65_535)]
    public void A_window_with_its_highest_bit_set_is_a_large_one(int window)
    {
        var bench = new TcpBench(options => options.SendBuffer = 60_000);
        TcpConnection connection = bench.Established($"SYN seq=100 win={window} mss=1000");
        bench.Write(connection, 10_000);
        bench.Poll();
        Assert.Equal(10, bench.Link.Sent.Count);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(64)]
    [InlineData(255)]
    public void The_time_to_live_is_the_one_that_was_asked_for(int timeToLive)
    {
        var link = new ScriptedLink(Frames.OwnMac);
        var stack = new NetworkStack(link, new FixedEntropy(), new StackOptions());
        var tcp = new TcpTransport(stack, new TcpOptions());
        new IPv4(stack, new IPv4Options { TimeToLive = timeToLive }).Configure(Frames.OwnHost, 24, HostAddress.Any);
        link.Arrive(Frames.Arp(ArpPacket.Request, Frames.PeerMac, Frames.Peer, new byte[6], Frames.Own));
        stack.Poll(0);
        link.Sent.Clear();
        Assert.Equal(SocketError.Success, tcp.Connect(Frames.PeerHost, 80, 0, out _));
        stack.Poll(0);
        Assert.Equal(timeToLive, link.Sent.Dequeue()[EthernetHeader.Length + IPv4Header.TimeToLive]);
    }

    [Fact]
    public void Segments_that_lie_on_the_link_together_are_all_taken_before_they_are_acknowledged()
    {
        TcpConnection connection = _bench.Established();
        for (uint seq = 101; seq < 1001; seq += 100)
        {
            _bench.Queue(Segment.Parse($"ACK seq={seq} ack=301 win=4096 len=100"));
        }

        _bench.Poll();
        _bench.Sends("ACK seq=301 ack=1001");
        _bench.SendsNothing();
        Assert.Equal(900, connection.Available);
    }
}
