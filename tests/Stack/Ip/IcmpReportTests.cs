// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Udp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Ip;

/// <summary>Errors that the stack reports (RFC 792, RFC 1122 §3.2.2, RFC 1812 §4.3.2), and the limit of all that it sends by ICMP.</summary>
public class IcmpReportTests
{
    private const int ClosedPort = 9;
    private const int NoProtocol = 132;

    private readonly IpBench _bench = IpBench.Settled();
    private readonly UdpTransport _udp;

    public IcmpReportTests()
    {
        _udp = new UdpTransport(_bench.Stack);
        _bench.Introduce(1);
    }

    private static byte[] Datagram(int length) => Frames.Udp(7, ClosedPort, Fragments.Noise(length), IpBench.Host(1));

    /// <summary>Expects an error, and returns what it quotes.</summary>
    private byte[] Reports(int type, int code)
    {
        byte[] error = _bench.SendsReply(IpBench.Mac(1), IpBench.Host(1));
        Assert.Equal([(byte)type, (byte)code], error[..2]);
        Assert.Equal(new byte[4], error[4..8]);
        return error[8..];
    }

    // The header and eight bytes at least, 576 bytes of an error at most, and no error larger than its cause unless that has fewer than 56.
    [Theory]
    [InlineData(0, 28)]
    [InlineData(1, 28)]
    [InlineData(28, 28)]
    [InlineData(32, 32)]
    [InlineData(100, 100)]
    [InlineData(548, 548)]
    [InlineData(1472, 548)]
    public void A_datagram_to_a_port_that_nobody_has_is_answered_with_port_unreachable(int length, int quoted)
    {
        byte[] datagram = Datagram(length);
        _bench.Arrives(datagram);
        Assert.Equal(datagram[14..(14 + quoted)], Reports(IcmpHeader.Unreachable, 3));
        Assert.Equal(1, _bench.Count(IcmpCounter.ErrorsSent));
        Assert.Equal(1, _udp.GetCount(UdpCounter.NoPort));
    }

    [Fact]
    public void A_packet_of_a_protocol_that_nobody_has_is_answered_with_protocol_unreachable()
    {
        byte[] packet = Frames.IPv4(NoProtocol, Fragments.Noise(40), IpBench.Host(1));
        _bench.Arrives(packet);
        Assert.Equal(packet[14..46], Reports(IcmpHeader.Unreachable, 2));
        Assert.Equal(1, _bench.Count(IPv4Counter.ProtocolUnknown));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(8)]
    public void A_short_packet_is_quoted_whole(int length)
    {
        byte[] packet = Frames.IPv4(NoProtocol, Fragments.Noise(length), IpBench.Host(1));
        _bench.Arrives([.. packet, .. new byte[30]]);
        Assert.Equal(packet[14..], Reports(IcmpHeader.Unreachable, 2));
    }

    [Fact]
    public void Options_are_quoted()
    {
        byte[] options = [1, 1, 1, 1, 1, 1, 1, 0];
        byte[] packet = Frames.IPv4(NoProtocol, Fragments.Noise(20), IpBench.Host(1), options: options);
        _bench.Arrives(packet);
        Assert.Equal(packet[14..50], Reports(IcmpHeader.Unreachable, 2));
    }

    [Fact]
    public void A_packet_that_came_in_fragments_is_quoted_as_one()
    {
        byte[] payload = Datagram(2000)[34..];
        _bench.Arrives(Fragments.Cut(payload, 1480, IPv4Header.ProtocolUdp, identification: 77));
        byte[] quoted = Reports(IcmpHeader.Unreachable, 3);
        byte[] whole = Frames.IPv4(IPv4Header.ProtocolUdp, payload, IpBench.Host(1), identification: 77);
        Assert.Equal(whole[14..(14 + 548)], quoted);
    }

    [Theory]
    [InlineData("FFFFFFFFFFFF", "192.168.7.255")]
    [InlineData("FFFFFFFFFFFF", "255.255.255.255")]
    [InlineData("FFFFFFFFFFFF", "192.168.7.2")]
    [InlineData("01005E0000FB", "224.0.0.251")]
    [InlineData("01005E0000FB", "192.168.7.2")]
    [InlineData("020000000002", "224.0.0.251")]
    [InlineData("020000000002", "192.168.7.255")]
    public void Nothing_is_said_about_a_packet_or_a_frame_to_many(string mac, string address)
    {
        Assert.True(IPv4Address.TryParse(address, out uint destination));
        _bench.Ip.Join(HostAddress.From(224, 0, 0, 251));
        _bench.Advance(60_000);
        _bench.Link.Sent.Clear();
        byte[][] frames =
        [
            Frames.Udp(7, ClosedPort, [1, 2, 3], IpBench.Host(1), destination),
            Frames.IPv4(NoProtocol, [1, 2, 3], IpBench.Host(1), destination),
            Frames.IPv4(IPv4Header.ProtocolIcmp, IpBench.Ping(IpBench.Host(1))[34..], IpBench.Host(1), destination),
        ];
        Array.ForEach(frames, frame => Convert.FromHexString(mac).CopyTo(frame, 0));
        _bench.Arrives(frames);
        _bench.SendsNothing();
    }

    [Theory]
    [InlineData("0.0.0.0")]
    [InlineData("0.1.2.3")]
    [InlineData("127.0.0.1")]
    [InlineData("224.0.0.1")]
    [InlineData("240.0.0.1")]
    [InlineData("255.255.255.255")]
    [InlineData("192.168.7.255")]
    [InlineData("192.168.7.0")]
    [InlineData("192.168.7.2")]
    public void Nothing_is_said_to_an_address_that_no_single_host_has(string address)
    {
        Assert.True(IPv4Address.TryParse(address, out uint source));
        _bench.Arrives(
            Frames.Udp(7, ClosedPort, [1, 2, 3], source),
            Frames.IPv4(NoProtocol, [1, 2, 3], source),
            Fragments.Part(new byte[400], 0, 160, IPv4Header.ProtocolUdp, source));
        Assert.Equal(3, _bench.Count(IPv4Counter.Invalid));
        _bench.Advance(60_000);
        _bench.SendsNothing();
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(200)]
    public void Nothing_is_said_about_an_error(int type)
    {
        _bench.Arrives(Frames.Icmp(type, 0, 0, Datagram(20)[14..], IpBench.Host(1)));
        _bench.SendsNothing();
    }

    [Fact]
    public void Nothing_is_said_about_a_datagram_with_a_wrong_checksum()
    {
        byte[] datagram = Datagram(20);
        datagram[^1] ^= 1;
        _bench.Arrives(datagram);
        _bench.SendsNothing();
    }

    [Fact]
    public void Nothing_is_said_where_there_is_no_way_back()
    {
        IpBench bench = IpBench.Settled(gateway: IPv4Address.Any);
        bench.Arrives(Frames.IPv4(NoProtocol, [1, 2, 3], IpBench.Far));
        bench.SendsNothing();
        Assert.Equal(1, bench.Count(IPv4Counter.NoRoute));
    }

    // RFC 1122 §3.2.2.6 allows to drop them: with one request to all, a network would answer somebody else many times.
    [Theory]
    [InlineData("192.168.7.255")]
    [InlineData("255.255.255.255")]
    [InlineData("224.0.0.251")]
    public void An_echo_request_to_many_is_dropped_and_counted(string address)
    {
        Assert.True(IPv4Address.TryParse(address, out uint destination));
        _bench.Ip.Join(HostAddress.From(224, 0, 0, 251));
        _bench.Advance(60_000);
        _bench.Link.Sent.Clear();
        byte[] request = Frames.IPv4(IPv4Header.ProtocolIcmp, IpBench.Ping(IpBench.Host(1))[34..], IpBench.Host(1), destination);
        _bench.Arrives(request);
        _bench.SendsNothing();
        Assert.Equal(1, _bench.Count(IcmpCounter.EchoForMany));
    }

    // RFC 1122 §3.2.1.7: what has arrived has not lived too long.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_packet_is_taken_however_little_time_it_has_left(int timeToLive)
    {
        byte[] request = Frames.IPv4(IPv4Header.ProtocolIcmp, IpBench.Ping(IpBench.Host(1))[34..], IpBench.Host(1), timeToLive: timeToLive);
        _bench.Arrives(request);
        _bench.SendsReply(IpBench.Mac(1), IpBench.Host(1));
    }

    [Theory]
    [InlineData(1_700_000_000_000)]
    [InlineData(1L << 60)]
    public void The_limit_allows_an_answer_whenever_the_clock_begins(long start)
    {
        IpBench bench = IpBench.Settled(start: start);
        bench.Introduce(1);
        Assert.Equal(1, bench.Count(IcmpCounter.EchoReplies));
        Assert.Equal(0, bench.Count(IcmpCounter.RateLimited));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(10, 5)]
    [InlineData(1000, 250)]
    public void Answers_and_errors_share_a_limit(int rate, int burst)
    {
        IpBench bench = IpBench.Settled(options =>
        {
            options.IcmpRate = rate;
            options.IcmpBurst = burst;
        });
        _ = new UdpTransport(bench.Stack);
        bench.Introduce(1);
        bench.Advance(100_000);
        int answered = bench.Count(IcmpCounter.EchoReplies);
        Flood();
        Assert.Equal(burst, bench.Link.Sent.Count);
        Assert.Equal(1000 - burst, bench.Count(IcmpCounter.RateLimited));

        bench.Link.Sent.Clear();
        bench.Advance(1000 / rate);
        Flood();
        Assert.Single(bench.Link.Sent);

        bench.Link.Sent.Clear();
        bench.Advance(100_000);
        Flood();
        Assert.Equal(burst, bench.Link.Sent.Count);
        Assert.Equal((2 * burst) + 1, bench.Count(IcmpCounter.EchoReplies) - answered + bench.Count(IcmpCounter.ErrorsSent));

        void Flood()
        {
            for (int i = 0; i < 250; i++)
            {
                bench.Arrives(IpBench.Ping(IpBench.Host(1)), Datagram(20), Frames.IPv4(NoProtocol, [1], IpBench.Host(1)), IpBench.Ping(IpBench.Host(1)));
            }
        }
    }
}
