// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Ip;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Ip;

/// <summary>ICMP echo (RFC 792, RFC 1122 §3.2.2.6).</summary>
public class IcmpTests
{
    private readonly IpBench _bench = IpBench.Settled();

    public IcmpTests()
    {
        _bench.Introduce(1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(55)]
    [InlineData(56)]
    [InlineData(1399)]
    [InlineData(1400)]
    [InlineData(1471)]
    [InlineData(1472)]
    public void An_echo_request_is_answered_with_the_same_data(int length)
    {
        byte[] data = new byte[length];
        new Random(length).NextBytes(data);
        int replies = _bench.Count(IcmpCounter.EchoReplies);
        _bench.Arrives(IpBench.Ping(IpBench.Host(1), data));
        byte[] reply = _bench.SendsReply(IpBench.Mac(1), IpBench.Host(1));
        Assert.Equal(IcmpHeader.EchoReply, reply[0]);
        Assert.Equal(0, reply[1]);
        Assert.Equal([0x12, 0x34, 0, 1], reply[4..8]);
        Assert.Equal(data, reply[8..]);
        Assert.Equal(replies + 1, _bench.Count(IcmpCounter.EchoReplies));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(29)]
    public void A_request_that_holds_nothing_but_its_type_and_checksum_is_answered(int length)
    {
        // Each word of eight bytes is a multiple of 65535.
        _bench.Arrives(Frames.Icmp(IcmpHeader.EchoRequest, 0, 0, new byte[length], IpBench.Host(1)));
        byte[] reply = _bench.SendsReply(IpBench.Mac(1), IpBench.Host(1));
        Assert.Equal([0, 0, 0xFF, 0xFF, .. new byte[4 + length]], reply);
    }

    [Fact]
    public void A_message_larger_than_a_frame_of_ours_is_dropped_and_counted()
    {
        _bench.Arrives(IpBench.Ping(IpBench.Host(1), new byte[1473]));
        _bench.Arrives(IpBench.Ping(IpBench.Host(1), new byte[1900]));
        _bench.SendsNothing();
        Assert.Equal(2, _bench.Count(IcmpCounter.Invalid));
    }

    [Fact]
    public void A_message_with_any_byte_wrong_is_dropped_and_counted()
    {
        byte[] ping = IpBench.Ping(IpBench.Host(1), [1, 2, 3]);
        for (int i = 34; i < ping.Length; i++)
        {
            byte[] frame = [.. ping];
            frame[i] ^= 0x11;
            _bench.Arrives(frame);
            _bench.SendsNothing();
        }

        Assert.Equal(ping.Length - 34, _bench.Count(IcmpCounter.Invalid));
    }

    [Fact]
    public void A_message_too_short_for_its_header_is_dropped_and_counted()
    {
        for (int length = 0; length < 8; length++)
        {
            byte[] message = new byte[length];
            Array.Fill(message, (byte)0xFF);
            _bench.Arrives(Frames.IPv4(1, message, IpBench.Host(1)));
            _bench.SendsNothing();
        }

        Assert.Equal(8, _bench.Count(IcmpCounter.Invalid));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(4, 0)]
    [InlineData(5, 0)]
    [InlineData(8, 1)]
    [InlineData(13, 0)]
    [InlineData(255, 0)]
    public void Anything_but_an_echo_request_is_ignored_and_counted(int type, int code)
    {
        _bench.Arrives(IpBench.Ping(IpBench.Host(1), type: type, code: code));
        _bench.SendsNothing();
        Assert.Equal(1, _bench.Count(IcmpCounter.Ignored));
    }

    [Fact]
    public void The_answer_to_a_host_not_known_yet_waits_for_its_MAC_address()
    {
        _bench.Arrives(IpBench.Ping(IpBench.Host(9), [42]));
        _bench.Asks(IpBench.Host(9));
        _bench.SendsNothing();
        _bench.Arrives(Frames.Arp(ArpPacket.Reply, IpBench.Mac(9), IpBench.Host(9), Frames.OwnMac, Frames.Own));
        Assert.Equal([42], _bench.SendsReply(IpBench.Mac(9), IpBench.Host(9))[8..]);
    }
}
