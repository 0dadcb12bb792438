// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Udp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Ip;

/// <summary>Packets that are longer than a frame, and leave in fragments (RFC 791 §3.2). And the identification of those that may be cut (RFC 6864).</summary>
public class FragmentationTests
{
    private const int ArpFails = 3000;

    private readonly IpBench _bench = IpBench.Settled();
    private readonly UdpTransport _udp;
    private readonly UdpSocket _socket;

    public FragmentationTests()
    {
        _udp = new UdpTransport(_bench.Stack);
        _socket = new UdpSocket(_udp, new UdpSocketOptions());
        _socket.Bind(9);
        _bench.Introduce(1);
    }

    private SocketError Send(byte[] data, int host = 1) => _socket.SendTo(data, 0, data.Length, new HostEndPoint(new HostAddress(IpBench.Host(host)), 7));

    /// <summary>Expects that the datagram left in fragments.</summary>
    private void Sends(byte[] data, params IReadOnlyCollection<byte[]> frames)
    {
        byte[] datagram = Fragments.Join(frames);
        Assert.Equal(8 + data.Length, BinaryPrimitives.ReadUInt16BigEndian(datagram.AsSpan(4)));
        byte[] pseudo = [.. frames.First()[26..34], 0, IPv4Header.ProtocolUdp, .. datagram[4..6], .. datagram];
        Assert.Equal(0, Frames.InternetChecksum(pseudo));
        Assert.Equal(data, datagram[8..]);
    }

    [Theory]
    [InlineData(1472, 1)]
    [InlineData(1473, 2)]
    [InlineData(2952, 2)]
    [InlineData(2953, 3)]
    [InlineData(4088, 3)]
    public void A_datagram_leaves_in_as_many_frames_as_it_takes(int length, int frames)
    {
        byte[] data = Fragments.Noise(length);
        Assert.Equal(SocketError.Success, Send(data));
        Assert.Equal(frames, _bench.Link.Sent.Count);
        Sends(data, _bench.Link.Sent);
    }

    [Theory]
    [InlineData(1, 4088)]
    [InlineData(0, 1472)]
    public void What_is_longer_than_a_buffer_is_refused(int buffers, int longest)
    {
        IpBench bench = IpBench.Settled(options => options.FragmentBuffers = buffers);
        UdpSocket socket = new(new UdpTransport(bench.Stack), new UdpSocketOptions());
        HostEndPoint other = new(new HostAddress(IpBench.Host(1)), 7);
        Assert.Equal(SocketError.MessageSize, socket.SendTo(new byte[longest + 1], 0, longest + 1, other));
        Assert.Equal(SocketError.Success, socket.SendTo(new byte[longest], 0, longest, other));
    }

    [Fact]
    public void Fragments_wait_for_a_busy_link_and_nothing_is_mixed_or_lost()
    {
        byte[] data = Fragments.Noise(4000);
        _bench.Link.Room = 1;
        Assert.Equal(SocketError.Success, Send(data));
        Assert.Single(_bench.Link.Sent);
        Assert.Equal(SocketError.WouldBlock, Send([1, 2, 3]));

        // Another datagram may pass in between. A second long one has to wait until the buffer is free.
        _bench.Link.Room = 1;
        Assert.Equal(SocketError.Success, Send([1, 2, 3]));
        _bench.Link.Room = 1;
        _bench.Advance(5);
        Assert.Equal(3, _bench.Link.Sent.Count);
        _bench.Link.Room = int.MaxValue;
        Assert.Equal(SocketError.WouldBlock, Send(Fragments.Noise(1500)));
        _bench.Advance(5);
        byte[][] sent = [.. _bench.Link.Sent];
        Assert.Equal(4, sent.Length);
        Sends(data, sent[0], sent[2], sent[3]);
        Assert.Equal([1, 2, 3], sent[1][42..]);
        Assert.Equal(SocketError.Success, Send(Fragments.Noise(1500)));
    }

    [Fact]
    public void Fragments_wait_for_the_MAC_address()
    {
        byte[] data = Fragments.Noise(4000);
        Assert.Equal(SocketError.Success, Send(data, host: 9));
        _bench.Asks(IpBench.Host(9));
        _bench.Advance(500);
        _bench.SendsNothing();
        _bench.Arrives(Frames.Arp(ArpPacket.Reply, IpBench.Mac(9), IpBench.Host(9), Frames.OwnMac, Frames.Own));
        _bench.Advance(5);
        Assert.All(_bench.Link.Sent, frame => Assert.Equal(IpBench.Mac(9), frame[..6]));
        Sends(data, _bench.Link.Sent);
    }

    [Fact]
    public void When_nobody_answers_for_the_MAC_address_the_datagram_is_given_up_and_counted()
    {
        Assert.Equal(SocketError.Success, Send(Fragments.Noise(4000), host: 9));
        _bench.Advance(2 * ArpFails);
        Assert.Equal(1, _bench.Count(IPv4Counter.FragmentsAbandoned));
        _bench.Link.Sent.Clear();
        byte[] data = Fragments.Noise(4000);
        Assert.Equal(SocketError.Success, Send(data));
        Sends(data, _bench.Link.Sent);
    }

    [Fact]
    public void What_has_not_left_when_the_link_goes_is_given_up_after_some_seconds()
    {
        _bench.Link.Room = 1;
        Send(Fragments.Noise(4000));
        _bench.Link.HasCable = false;
        _bench.Advance(10_000);
        Assert.Equal(1, _bench.Count(IPv4Counter.FragmentsAbandoned));
        _bench.Link.HasCable = true;
        _bench.Link.Room = int.MaxValue;
        _bench.Link.Sent.Clear();
        _bench.Advance(10_000);
        Assert.All(_bench.Link.Sent, frame => Assert.Equal(EthernetHeader.TypeArp, BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(12))));
    }

    [Fact]
    public void What_leaves_is_not_pushed_aside_by_what_arrives()
    {
        byte[] data = Fragments.Noise(4000);
        _bench.Link.Room = 1;
        Send(data);
        _bench.Arrives(Fragments.Cut(IpBench.Ping(IpBench.Host(1), new byte[400])[34..], 160));
        Assert.Equal(3, _bench.Count(IPv4Counter.FragmentBuffersFull));
        _bench.Link.Room = int.MaxValue;
        _bench.Advance(5);
        Sends(data, _bench.Link.Sent);
    }

    [Fact]
    public void What_leaves_takes_the_buffer_of_what_has_not_arrived()
    {
        _bench.Arrives(Fragments.Part(new byte[400], 0, 160));
        byte[] data = Fragments.Noise(4000);
        Assert.Equal(SocketError.Success, Send(data));
        Sends(data, _bench.Link.Sent);
        Assert.Equal(1, _bench.Count(IPv4Counter.ReassemblyReplaced));
    }

    [Fact]
    public void Another_address_ends_what_was_leaving()
    {
        _bench.Link.Room = 1;
        Send(Fragments.Noise(4000));
        _bench.Ip.Configure(HostAddress.From(192, 168, 7, 9), 24, HostAddress.Any);
        _bench.Link.Room = int.MaxValue;
        _bench.Link.Sent.Clear();
        _bench.Advance(5000);
        Assert.All(_bench.Link.Sent, frame => Assert.Equal(EthernetHeader.TypeArp, BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(12))));
    }

    [Fact]
    public void A_datagram_to_a_group_leaves_in_fragments_too()
    {
        byte[] data = Fragments.Noise(2000);
        Assert.Equal(SocketError.Success, _socket.SendTo(data, 0, data.Length, new HostEndPoint(HostAddress.From(239, 1, 2, 3), 7)));
        Assert.All(_bench.Link.Sent, frame => Assert.Equal([1, 0, 0x5E, 1, 2, 3], frame[..6]));
        Sends(data, _bench.Link.Sent);
    }

    // RFC 1191 §3 wants Don't Fragment only of those who look for the size of the path.
    [Fact]
    public void Routers_may_cut_datagrams_and_answers()
    {
        Send([1]);
        _bench.Arrives(IpBench.Ping(IpBench.Host(1)));
        Assert.Equal(2, _bench.Link.Sent.Count);
        Assert.All(_bench.Link.Sent, frame => Assert.Equal([0, 0], frame[20..22]));
    }

    // RFC 6864 §4.3.
    [Fact]
    public void No_identification_comes_twice_among_thousands_to_one_host()
    {
        HashSet<int> seen = [];
        for (int i = 0; i < 10_000; i++)
        {
            Assert.True(seen.Add(Identification(1)));
            _ = Identification(i % 100);
        }
    }

    // RFC 7739 §5.3: what one host sees says nothing about another one.
    [Fact]
    public void Two_hosts_have_nothing_in_common()
    {
        int[] differences = [.. Enumerable.Range(2, 200).Select(host => (Identification(host) - Identification(1)) & 0xFFFF)];
        Assert.InRange(differences.Distinct().Count(), 190, 200);
        Assert.InRange(differences.Average(), 0x6000, 0xA000);
    }

    /// <summary>The identification of the next datagram to a host behind the gateway.</summary>
    private int Identification(int host)
    {
        Assert.Equal(SocketError.Success, _socket.SendTo([1], 0, 1, new HostEndPoint(HostAddress.From(10, 0, 0, (byte)host), 7)));
        return BinaryPrimitives.ReadUInt16BigEndian(_bench.Link.Sent.Dequeue().AsSpan(18));
    }

    [Fact]
    public void A_long_answer_without_a_route_is_dropped_and_keeps_nothing()
    {
        IpBench bench = IpBench.Settled(options => options.FragmentBuffers = 1, gateway: 0);
        bench.Introduce(1);
        byte[] request = [IcmpHeader.EchoRequest, 0, 0, 0, .. Fragments.Noise(2000)];
        BinaryPrimitives.WriteUInt16BigEndian(request.AsSpan(2), Frames.InternetChecksum(request));
        for (int i = 0; i < 10; i++)
        {
            bench.Arrives(Fragments.Cut(request, 1480, source: IpBench.Far, identification: i));
        }

        Assert.Equal(10, bench.Count(IPv4Counter.NoRoute));
        Assert.Equal(0, bench.Count(ArpCounter.QueueFull));
        bench.SendsNothing();
        bench.Arrives(Fragments.Cut(request, 1480, source: IpBench.Host(1)));
        Assert.Equal(2, bench.Link.Sent.Count);
    }
}
