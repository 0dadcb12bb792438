// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Ip;

/// <summary>Frames: their destinations, and their completeness.</summary>
public class EthernetTests
{
    private readonly IpBench _bench = IpBench.Settled();

    [Fact]
    public void A_frame_for_another_station_is_dropped_and_counted()
    {
        for (int i = 0; i < 6; i++)
        {
            byte[] frame = IpBench.Ping(Frames.Peer);
            frame[i] ^= 0x40;
            _bench.Arrives(frame);
            _bench.SendsNothing();
            Assert.Equal(i + 1, _bench.Count(Counter.FrameNotForUs));
        }
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0x01, 0x00, 0x5E, 0x00, 0x00, 0xFB })]
    public void A_packet_for_one_host_in_a_frame_for_many_is_dropped_and_counted(byte[] destination)
    {
        _bench.Ip.Join(HostAddress.From(224, 0, 0, 251));
        _bench.Advance(20_000);
        _bench.Link.Sent.Clear();
        byte[] frame = IpBench.Ping(Frames.Peer);
        destination.CopyTo(frame, 0);
        _bench.Arrives(frame);
        _bench.SendsNothing();
        Assert.Equal(1, _bench.Count(IPv4Counter.NotForUs));
    }

    [Theory]
    [InlineData(0x86DD)]
    [InlineData(0x8100)]
    [InlineData(46)]
    [InlineData(0)]
    public void A_frame_of_an_unknown_type_is_dropped_and_counted(int type)
    {
        _bench.Arrives(Frames.Ethernet(Frames.OwnMac, Frames.PeerMac, type, new byte[46]));
        _bench.SendsNothing();
        Assert.Equal(1, _bench.Count(Counter.EtherTypeUnknown));
    }

    [Fact]
    public void A_frame_cut_off_anywhere_is_dropped_and_counted()
    {
        _bench.Introduce(1);
        int received = _bench.Count(Counter.FramesReceived);
        byte[] ping = IpBench.Ping(Frames.Peer);
        for (int length = 0; length < ping.Length; length++)
        {
            _bench.Arrives(ping[..length]);
            _bench.SendsNothing();
        }

        Assert.Equal(received + ping.Length, _bench.Count(Counter.FramesReceived));

        // One without a whole destination is for nobody.
        Assert.Equal(34, _bench.Count(Counter.FrameTruncated) + _bench.Count(Counter.FrameNotForUs));
        Assert.Equal(ping.Length - 34, _bench.Count(IPv4Counter.Invalid));

        byte[] request = Frames.Arp(ArpPacket.Request, Frames.PeerMac, Frames.Peer, new byte[6], Frames.Own);
        for (int length = 14; length < request.Length; length++)
        {
            _bench.Arrives(request[..length]);
            _bench.SendsNothing();
        }

        Assert.Equal(34 + 28, _bench.Count(Counter.FrameTruncated) + _bench.Count(Counter.FrameNotForUs));
    }

    [Fact]
    public void A_flood_is_handled_in_portions_and_the_next_poll_wanted_at_once()
    {
        _bench.Introduce(1);
        for (int i = 0; i < 40; i++)
        {
            _bench.Link.Arrive(IpBench.Ping(IpBench.Host(1)));
        }

        Assert.True(_bench.Stack.Poll(_bench.Now) <= _bench.Now);
        Assert.Equal(16, _bench.Link.Sent.Count);
        Assert.True(_bench.Stack.Poll(_bench.Now) <= _bench.Now);
        Assert.Equal(32, _bench.Link.Sent.Count);
        Assert.True(_bench.Stack.Poll(_bench.Now) > _bench.Now);
        Assert.Equal(40, _bench.Link.Sent.Count);
    }

    [Fact]
    public void A_flood_does_not_keep_timers_waiting()
    {
        var bench = new IpBench();
        for (int i = 0; i < 1000; i++)
        {
            bench.Link.Arrive(new byte[20]);
        }

        bench.Stack.Poll(0);
        bench.Asks(Frames.Own);
    }

    [Fact]
    public void A_frame_that_the_link_does_not_take_is_counted()
    {
        _bench.Introduce(1);
        int sent = _bench.Count(Counter.FramesSent);
        _bench.Link.Room = 0;
        _bench.Arrives(IpBench.Ping(IpBench.Host(1)));
        Assert.Equal(1, _bench.Count(Counter.LinkBusy));
        Assert.Equal(sent, _bench.Count(Counter.FramesSent));
        _bench.Link.Room = 1;
        _bench.Arrives(IpBench.Ping(IpBench.Host(1)));
        _bench.SendsReply(IpBench.Mac(1), IpBench.Host(1));
        Assert.Equal(sent + 1, _bench.Count(Counter.FramesSent));
    }

    [Fact]
    public void A_stack_without_an_address_sends_nothing_and_answers_nothing()
    {
        _bench.Ip.Configure(HostAddress.Any, 0, HostAddress.Any);
        _bench.Advance(10_000);
        _bench.Arrives(Frames.Arp(ArpPacket.Request, Frames.PeerMac, Frames.Peer, new byte[6], Frames.Own));
        _bench.Arrives(Frames.Arp(ArpPacket.Request, Frames.PeerMac, Frames.Peer, new byte[6], IPv4Address.Any));
        _bench.Arrives(IpBench.Ping(Frames.Peer));
        _bench.Arrives(Frames.IPv4(1, new byte[8], destination: IPv4Address.Any));
        _bench.SendsNothing();
        Assert.Equal(long.MaxValue, _bench.Stack.Poll(_bench.Now));
    }
}
