// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Ip;

/// <summary>IPv4: the checks of every received packet (RFC 791, RFC 1122 §3.2.1), and the way of sent packets.</summary>
public class IPv4Tests
{
    private static readonly byte[] s_syn = [0xC0, 0, 0, 80, 0, 0, 0, 1, 0, 0, 0, 0, 0x50, 2, 0xFF, 0xFF, 0, 0, 0, 0];

    private readonly IpBench _bench = IpBench.Settled();

    public IPv4Tests()
    {
        _bench.Introduce(1);
    }

    private void Arrives(Action<byte[]> change, IPv4Counter reason, bool fixChecksum = true)
    {
        byte[] frame = IpBench.Ping(IpBench.Host(1));
        change(frame);
        if (fixChecksum)
        {
            frame[24] = frame[25] = 0;
            int length = Math.Clamp((frame[14] & 15) * 4, 0, frame.Length - 14);
            BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(24), Frames.InternetChecksum(frame.AsSpan(14, length)));
        }

        int before = _bench.Count(reason);
        _bench.Arrives(frame);
        _bench.SendsNothing();
        Assert.Equal(before + 1, _bench.Count(reason));
    }

    [Theory]
    [InlineData(0x35)]
    [InlineData(0x65)]
    [InlineData(0x05)]
    [InlineData(0x44)]
    [InlineData(0x40)]
    [InlineData(0x4F)]
    public void An_impossible_version_or_header_length_is_dropped_and_counted(byte value)
    {
        Arrives(frame => frame[14] = value, IPv4Counter.Invalid);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(19)]
    [InlineData(33)]
    [InlineData(65535)]
    public void An_impossible_total_length_is_dropped_and_counted(ushort length)
    {
        Arrives(frame => BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(16), length), IPv4Counter.Invalid);
    }

    [Fact]
    public void A_header_with_any_bit_wrong_is_dropped()
    {
        for (int bit = 0; bit < 160; bit++)
        {
            byte[] frame = IpBench.Ping(IpBench.Host(1));
            frame[14 + bit / 8] ^= (byte)(1 << (bit % 8));
            _bench.Arrives(frame);
            _bench.SendsNothing();
        }

        Assert.Equal(160, _bench.Count(IPv4Counter.ChecksumError) + _bench.Count(IPv4Counter.Invalid));
        Assert.True(_bench.Count(IPv4Counter.ChecksumError) > 130);
    }

    // A sum of 65535 equals 0, and so does its complement. RFC 1071 sends the form without a set bit (RFC 1624 §3).
    [Fact]
    public void A_header_checksum_that_comes_to_0_is_sent_as_0()
    {
        const int host = 1;
        int missing = HeaderChecksum(host);
        Assert.Equal(0, HeaderChecksum(host + missing));

        int HeaderChecksum(int low)
        {
            _bench.Arrives(Frames.Tcp(s_syn, IPv4Address.From(10, 1, (byte)(low >> 8), (byte)low)));
            return BinaryPrimitives.ReadUInt16BigEndian(_bench.Link.Sent.Dequeue().AsSpan(24));
        }
    }

    [Fact]
    public void A_segment_is_never_cut_and_needs_no_identification()
    {
        // RFC 6864 §4.1: Don't Fragment is set.
        _bench.Arrives(Frames.Tcp(s_syn, IpBench.Host(1)));
        Assert.Equal([0, 0, 0x40, 0], _bench.Link.Sent.Peek()[18..22]);
    }

    [Theory]
    [InlineData(192, 168, 7, 3)]
    [InlineData(192, 168, 7, 0)]
    [InlineData(192, 168, 8, 255)]
    [InlineData(224, 0, 0, 1)]
    [InlineData(127, 0, 0, 1)]
    [InlineData(240, 0, 0, 1)]
    [InlineData(0, 0, 0, 0)]
    public void A_packet_for_another_address_is_dropped_and_counted(byte a, byte b, byte c, byte d)
    {
        Arrives(frame => new[] { a, b, c, d }.CopyTo(frame, 30), IPv4Counter.NotForUs);
    }

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(127, 0, 0, 1)]
    [InlineData(224, 0, 0, 1)]
    [InlineData(255, 255, 255, 255)]
    [InlineData(0, 1, 2, 3)]
    [InlineData(240, 0, 0, 1)]
    [InlineData(192, 168, 7, 255)]
    [InlineData(192, 168, 7, 0)]
    [InlineData(192, 168, 7, 2)]
    public void A_source_that_no_other_host_can_have_is_dropped_and_counted(byte a, byte b, byte c, byte d)
    {
        Arrives(frame => new[] { a, b, c, d }.CopyTo(frame, 26), IPv4Counter.Invalid);
    }

    [Theory]
    [InlineData(0x0000)]
    [InlineData(0x4000)]
    public void A_whole_packet_may_forbid_fragments_or_not(int field)
    {
        byte[] frame = Frames.IPv4(1, IpBench.Ping(IpBench.Host(1)).AsSpan(34), IpBench.Host(1), fragment: field);
        _bench.Arrives(frame);
        _bench.SendsReply(IpBench.Mac(1), IpBench.Host(1));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(40)]
    public void Options_are_stepped_over(int length)
    {
        byte[] options = new byte[length];
        Array.Fill(options, (byte)1);
        _bench.Arrives(IpBench.Ping(IpBench.Host(1), [7, 8, 9], options: options));
        Assert.Equal([7, 8, 9], _bench.SendsReply(IpBench.Mac(1), IpBench.Host(1))[8..]);
    }

    [Fact]
    public void Padding_behind_the_packet_is_ignored()
    {
        byte[] ping = IpBench.Ping(IpBench.Host(1), [7, 8, 9]);
        byte[] padding = new byte[60 - ping.Length];
        Array.Fill(padding, (byte)0xAA);
        _bench.Arrives([.. ping, .. padding]);
        Assert.Equal([7, 8, 9], _bench.SendsReply(IpBench.Mac(1), IpBench.Host(1))[8..]);
    }

    [Fact]
    public void A_packet_to_another_network_goes_to_the_gateway()
    {
        _bench.Arrives(IpBench.Ping(IpBench.Far));
        _bench.SendsReply(IpBench.Mac(1), IpBench.Far);
    }

    [Fact]
    public void A_packet_to_a_neighbour_goes_to_the_neighbour()
    {
        _bench.Introduce(9);
        _bench.Arrives(IpBench.Ping(IpBench.Host(9)));
        _bench.SendsReply(IpBench.Mac(9), IpBench.Host(9));
    }

    [Fact]
    public void Without_a_gateway_there_is_no_route_to_another_network()
    {
        IpBench bench = IpBench.Settled(gateway: IPv4Address.Any);
        bench.Arrives(IpBench.Ping(IpBench.Far));
        bench.SendsNothing();
        Assert.Equal(1, bench.Count(IPv4Counter.NoRoute));
    }

    [Fact]
    public void Another_address_is_used_from_then_on()
    {
        _bench.Ip.Configure(HostAddress.From(10, 0, 0, 5), 8, HostAddress.Any);
        _bench.Advance(3000);
        _bench.Link.Sent.Clear();
        _bench.Arrives(IpBench.Ping(IpBench.Host(1)));
        Assert.Equal(1, _bench.Count(IPv4Counter.NotForUs));
        Assert.Equal(HostAddress.From(10, 0, 0, 5), _bench.Ip.Address);
        Assert.Equal(8, _bench.Ip.PrefixLength);
        Assert.Equal(HostAddress.Any, _bench.Ip.Gateway);

        uint other = IPv4Address.From(10, 99, 1, 1);
        _bench.Arrives(Frames.Arp(ArpPacket.Request, IpBench.Mac(7), other, new byte[6], IPv4Address.From(10, 0, 0, 5)));
        _bench.Sends(Frames.Arp(ArpPacket.Reply, Frames.OwnMac, IPv4Address.From(10, 0, 0, 5), IpBench.Mac(7), other));
    }
}
