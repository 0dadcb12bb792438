// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Tcp;
using NanoTcp.Udp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Ip;

/// <summary>Packets that arrive in fragments (RFC 791 §3.2, RFC 1122 §3.3.2, RFC 5722).</summary>
public class ReassemblyTests
{
    private const int Timeout = 30_000;

    private readonly IpBench _bench = IpBench.Settled();

    public ReassemblyTests()
    {
        _bench.Introduce(1);
        _bench.Introduce(3);
    }

    /// <summary>An echo request without its headers.</summary>
    private static byte[] Echo(int length) => IpBench.Ping(IpBench.Host(1), Fragments.Noise(length))[34..];

    /// <summary>Expects the answer to an echo request, in as many frames as it takes.</summary>
    private void Answers(byte[] request)
    {
        byte[] reply = Fragments.Join(_bench.Link.Sent);
        _bench.Link.Sent.Clear();
        Assert.Equal(0, Frames.InternetChecksum(reply));
        Assert.Equal([IcmpHeader.EchoReply, 0], reply[..2]);
        Assert.Equal(request[4..], reply[4..]);
    }

    /// <summary>Expects that a packet which was begun has gone, and its buffer is as good as new.</summary>
    private void HasRoom()
    {
        _bench.SendsNothing();
        byte[] request = Echo(3000);
        _bench.Arrives(Fragments.Cut(request, 1480, source: IpBench.Host(1), identification: 999));
        Answers(request);
    }

    [Theory]
    [InlineData(1, 8)]
    [InlineData(2, 8)]
    [InlineData(9, 8)]
    [InlineData(1473, 1480)]
    [InlineData(4000, 1480)]
    [InlineData(4088, 1480)]
    [InlineData(4088, 48)]
    [InlineData(4087, 8)]
    public void An_echo_request_is_answered_however_it_was_cut(int data, int length)
    {
        int replies = _bench.Count(IcmpCounter.EchoReplies);
        byte[] request = Echo(data);
        _bench.Arrives(Fragments.Cut(request, length));
        _bench.Advance(1);
        Answers(request);
        Assert.Equal(1, _bench.Count(IPv4Counter.Reassembled));
        Assert.Equal(replies + 1, _bench.Count(IcmpCounter.EchoReplies));
    }

    [Fact]
    public void The_fragments_may_arrive_in_any_order()
    {
        byte[] request = Echo(700);
        byte[][] parts = Fragments.Cut(request, 184);
        Assert.Equal(4, parts.Length);
        foreach (int[] order in Orders([0, 1, 2, 3]))
        {
            _bench.Arrives([.. order.Select(i => parts[i])]);
            Answers(request);
        }

        static IEnumerable<int[]> Orders(int[] items)
            => items.Length == 0 ? [[]] : items.SelectMany(first => Orders([.. items.Where(other => other != first)]).Select(rest => (int[])[first, .. rest]));
    }

    [Fact]
    public void A_datagram_in_fragments_reaches_its_socket()
    {
        UdpSocket socket = new(new UdpTransport(_bench.Stack), new UdpSocketOptions { QueueBytes = 4000 });
        socket.Bind(9);
        byte[] data = Fragments.Noise(3000);
        _bench.Arrives(Fragments.Cut(Frames.Udp(7, 9, data, IpBench.Host(1))[34..], 1480, IPv4Header.ProtocolUdp));
        byte[] buffer = new byte[4000];
        Assert.Equal(data.Length, socket.Receive(buffer, 0, buffer.Length, null, out _));
        Assert.Equal(data, buffer[..data.Length]);
    }

    [Fact]
    public void A_segment_in_fragments_reaches_TCP()
    {
        byte[] syn = [0xC0, 0, 0, 80, 0, 0, 0, 1, 0, 0, 0, 0, 0x70, 2, 0xFF, 0xFF, 0, 0, 0, 0, 2, 4, 5, 0xB4, 1, 1, 1, 1];
        _bench.Arrives(Fragments.Cut(Frames.Tcp(syn, IpBench.Host(1))[34..], 24, IPv4Header.ProtocolTcp));
        Assert.Equal(1, _bench.Count(TcpCounter.ResetsSent));
    }

    [Fact]
    public void A_broadcast_in_fragments_is_received_and_never_answered()
    {
        UdpSocket socket = new(new UdpTransport(_bench.Stack), new UdpSocketOptions { QueueBytes = 4000 }) { ReceivesBroadcasts = true };
        socket.Bind(9);
        uint everybody = IpBench.Host(255);
        byte[] datagram = Frames.Udp(7, 9, Fragments.Noise(3000), IpBench.Host(1), everybody)[34..];
        byte[][] parts = Fragments.Cut(datagram, 1480, IPv4Header.ProtocolUdp, destination: everybody);
        Array.ForEach(parts, part => Frames.BroadcastMac.CopyTo(part, 0));
        _bench.Arrives(parts);
        Assert.Equal(1, socket.Waiting);

        _bench.Arrives(parts[0]);
        _bench.Advance(Timeout);
        Assert.Equal(1, _bench.Count(IPv4Counter.ReassemblyTimeout));
        _bench.SendsNothing();
    }

    // RFC 8200 §4.5 leaves it open: duplicates are common where paths change. They cannot do what an overlap does.
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void A_fragment_that_comes_twice_changes_nothing(int which)
    {
        byte[] request = Echo(400);
        byte[][] parts = Fragments.Cut(request, 160);
        byte[][] others = [.. parts.Where((_, i) => i != which)];
        _bench.Arrives(parts[which], parts[which], others[0], parts[which], others[1]);
        Answers(request);
        Assert.Equal(2, _bench.Count(IPv4Counter.FragmentDuplicate));
    }

    // The first fragment ends at 160 and the last begins at 320.
    [Theory]
    [InlineData(0, 160, true)]
    [InlineData(0, 168, false)]
    [InlineData(152, 160, false)]
    [InlineData(8, 8, true)]
    [InlineData(80, 240, false)]
    [InlineData(312, 16, false)]
    [InlineData(320, 88, true)]
    public void A_fragment_that_overlaps_ends_the_packet(int start, int length, bool changes)
    {
        byte[] request = Echo(400);
        byte[][] parts = Fragments.Cut(request, 160);
        byte[] other = [.. request];
        if (changes)
        {
            other[start + 2] ^= 1;
        }

        _bench.Arrives(parts[0], parts[2], Fragments.Part(other, start, length), parts[1]);
        _bench.SendsNothing();
        Assert.Equal(1, _bench.Count(IPv4Counter.FragmentOverlap));

        // Nor do the right fragments revive it: nobody knows which ones those are.
        _bench.Arrives(parts);
        _bench.SendsNothing();
        Assert.Equal(0, _bench.Count(IPv4Counter.Reassembled));
        HasRoom();
    }

    [Fact]
    public void Nothing_is_said_about_a_packet_whose_fragments_overlapped()
    {
        byte[] request = Echo(400);
        _bench.Arrives(Fragments.Part(request, 0, 160), Fragments.Part(request, 152, 160));
        _bench.Advance(2 * Timeout);
        _bench.SendsNothing();
        Assert.Equal(0, _bench.Count(IPv4Counter.ReassemblyTimeout));
    }

    [Theory]
    [InlineData(320, 88, 320, 80)]
    [InlineData(320, 80, 320, 88)]
    [InlineData(160, 80, 320, 88)]
    [InlineData(320, 80, 160, 80)]
    public void Two_last_fragments_that_end_at_different_places_end_the_packet(int start, int length, int otherStart, int otherLength)
    {
        byte[] request = Echo(400);
        _bench.Arrives(
            Fragments.Part(request, start, length, isLast: true),
            Fragments.Part(request, otherStart, otherLength, isLast: true));
        Assert.Equal(1, _bench.Count(IPv4Counter.FragmentOverlap));
        HasRoom();
    }

    [Theory]
    [InlineData(160)]
    [InlineData(400)]
    public void A_fragment_behind_the_last_one_ends_the_packet(int start)
    {
        byte[] request = Echo(992);
        _bench.Arrives(Fragments.Part(request, 80, 80, isLast: true), Fragments.Part(request, start, 80));
        Assert.Equal(1, _bench.Count(IPv4Counter.FragmentOverlap));
        HasRoom();
    }

    [Fact]
    public void A_last_fragment_before_one_that_came_ends_the_packet()
    {
        byte[] request = Echo(992);
        _bench.Arrives(Fragments.Part(request, 400, 80), Fragments.Part(request, 80, 80, isLast: true));
        Assert.Equal(1, _bench.Count(IPv4Counter.FragmentOverlap));
        HasRoom();
    }

    // The ping of death: more than 65535 bytes, in the sum that a 16-bit number does not hold.
    [Theory]
    [InlineData(0x1FFF, 1480)]
    [InlineData(0x1FFE, 100)]
    [InlineData(0x1FFF, 8)]
    public void A_fragment_behind_the_longest_packet_is_dropped_and_its_packet_with_it(int offset, int length)
    {
        byte[] request = Echo(2000);
        byte[] last = Frames.IPv4(IPv4Header.ProtocolIcmp, new byte[length], IpBench.Host(1), fragment: offset, identification: 1);
        _bench.Arrives(Fragments.Part(request, 0, 1480), last, Fragments.Part(request, 1480, 528));
        Assert.Equal(1, _bench.Count(IPv4Counter.FragmentInvalid));
        HasRoom();
    }

    [Theory]
    [InlineData(4089)]
    [InlineData(8000)]
    public void A_packet_longer_than_a_buffer_is_dropped_and_counted(int data)
    {
        _bench.Arrives(Fragments.Cut(Echo(data), 1480));
        Assert.Equal(1, _bench.Count(IPv4Counter.ReassemblyTooLong));
        HasRoom();
    }

    [Theory]
    [InlineData(1479)]
    [InlineData(9)]
    [InlineData(7)]
    [InlineData(0)]
    public void A_fragment_that_is_not_the_last_has_a_multiple_of_eight_bytes(int length)
    {
        byte[] request = Echo(2000);
        _bench.Arrives(Fragments.Part(request, 0, length, isLast: false), Fragments.Part(request, 1480, 528));
        Assert.Equal(1, _bench.Count(IPv4Counter.FragmentInvalid));
        HasRoom();
    }

    [Fact]
    public void An_empty_last_fragment_is_dropped_and_counted()
    {
        byte[] request = Echo(2000);
        _bench.Arrives(Fragments.Part(request, 1480, 0, isLast: true));
        Assert.Equal(1, _bench.Count(IPv4Counter.FragmentInvalid));
        HasRoom();
    }

    // RFC 1858 §3: a filter on the way that looks for the ports would not find all of them.
    [Theory]
    [InlineData(8)]
    [InlineData(16)]
    public void A_first_fragment_without_the_whole_header_of_TCP_is_dropped_and_its_packet_with_it(int length)
    {
        byte[] syn = Frames.Tcp([0xC0, 0, 0, 80, 0, 0, 0, 1, 0, 0, 0, 0, 0x50, 2, 0xFF, 0xFF, 0, 0, 0, 0], IpBench.Host(1))[34..];
        byte[][] parts = Fragments.Cut(syn, length, IPv4Header.ProtocolTcp);
        _bench.Arrives([parts[^1], .. parts[..^1]]);
        _bench.Arrives(parts[^1]);
        Assert.Equal(1, _bench.Count(IPv4Counter.FragmentInvalid));
        HasRoom();
    }

    // RFC 6864 §4: hosts that look for the size of the path send such fragments.
    [Fact]
    public void Fragments_that_must_not_be_cut_further_are_taken()
    {
        byte[] request = Echo(400);
        _bench.Arrives(Fragments.Part(request, 0, 160, flags: 0x4000), Fragments.Part(request, 160, 248, flags: 0x4000));
        Answers(request);
    }

    [Fact]
    public void The_bit_without_a_meaning_is_ignored()
    {
        byte[] request = Echo(400);
        _bench.Arrives(Fragments.Part(request, 0, 160, flags: 0x8000), Fragments.Part(request, 160, 248, flags: 0x8000));
        Answers(request);
    }

    [Theory]
    [InlineData(255, 254, 253)]
    [InlineData(64, 255, 255)]
    [InlineData(255, 1, 255)]
    public void A_service_learns_the_smallest_time_to_live(int first, int second, int third)
    {
        UdpSocket socket = new(new UdpTransport(_bench.Stack), new UdpSocketOptions { QueueBytes = 4000 });
        socket.Bind(9);
        byte[] datagram = Frames.Udp(7, 9, new byte[232], IpBench.Host(1))[34..];
        int[] times = [first, second, third];
        foreach (int[] order in (int[][])[[0, 1, 2], [2, 1, 0]])
        {
            _bench.Arrives([.. order.Select(i => Fragments.Part(datagram, 80 * i, 80, IPv4Header.ProtocolUdp, timeToLive: times[i]))]);
            socket.Receive(new byte[232], 0, 232, null, out SocketError error);
            Assert.Equal(SocketError.Success, error);
            Assert.Equal(times.Min(), socket.ReceivedTimeToLive);
        }
    }

    [Theory]
    [InlineData(2, 1, IPv4Header.ProtocolIcmp, 1)]
    [InlineData(1, 2, IPv4Header.ProtocolIcmp, 1)]
    [InlineData(1, 1, IPv4Header.ProtocolUdp, 1)]
    [InlineData(1, 1, IPv4Header.ProtocolIcmp, 3)]
    public void Fragments_of_different_packets_are_never_joined(int identification, int otherIdentification, int otherProtocol, int otherHost)
    {
        IpBench bench = IpBench.Settled(options => options.FragmentBuffers = 2);
        byte[] request = Echo(400);
        bench.Arrives(
            Fragments.Part(request, 0, 160, identification: identification),
            Fragments.Part(request, 160, 248, otherProtocol, IpBench.Host(otherHost), identification: otherIdentification));
        if (identification == otherIdentification && otherProtocol == IPv4Header.ProtocolIcmp && otherHost == 1)
        {
            return;
        }

        Assert.Equal(0, bench.Count(IPv4Counter.Reassembled));
    }

    [Fact]
    public void A_host_has_one_unfinished_packet_and_it_is_the_newest()
    {
        IpBench bench = IpBench.Settled(options => options.FragmentBuffers = 4);
        bench.Introduce(1);
        byte[] request = Echo(400);
        for (int i = 1; i <= 100; i++)
        {
            bench.Arrives(Fragments.Part(request, 0, 160, identification: i));
        }

        Assert.Equal(99, bench.Count(IPv4Counter.ReassemblyReplaced));
        bench.Arrives(Fragments.Part(request, 160, 248, identification: 100));
        Assert.Equal(1, bench.Count(IPv4Counter.Reassembled));
    }

    [Fact]
    public void When_all_buffers_are_in_use_the_packet_that_was_begun_first_goes()
    {
        IpBench bench = IpBench.Settled(options => options.FragmentBuffers = 2);
        byte[] request = Echo(400);
        bench.Arrives(Fragments.Part(request, 0, 160, source: IpBench.Host(1)));
        bench.Advance(10);
        bench.Arrives(Fragments.Part(request, 0, 160, source: IpBench.Host(3)));
        bench.Advance(10);
        bench.Arrives(Fragments.Part(request, 0, 160, source: IpBench.Host(4)));
        Assert.Equal(1, bench.Count(IPv4Counter.ReassemblyReplaced));

        bench.Arrives(Fragments.Part(request, 160, 248, source: IpBench.Host(3)), Fragments.Part(request, 160, 248, source: IpBench.Host(4)));
        Assert.Equal(2, bench.Count(IPv4Counter.Reassembled));
    }

    [Fact]
    public void Without_buffers_every_fragment_is_dropped_and_counted()
    {
        IpBench bench = IpBench.Settled(options => options.FragmentBuffers = 0);
        bench.Arrives(Fragments.Cut(Echo(400), 160));
        Assert.Equal(3, bench.Count(IPv4Counter.Fragment));
        Assert.Equal(3, bench.Count(IPv4Counter.FragmentBuffersFull));
    }

    // RFC 792, RFC 1122 §3.3.2.
    [Fact]
    public void A_host_learns_that_the_rest_of_its_packet_did_not_arrive_in_time()
    {
        byte[] request = Echo(2000);
        byte[] first = Fragments.Part(request, 0, 1480);
        _bench.Arrives(first);
        _bench.Advance(Timeout - 1);
        _bench.SendsNothing();
        _bench.Advance(1);
        byte[] error = _bench.SendsReply(IpBench.Mac(1), IpBench.Host(1));
        Assert.Equal([IcmpHeader.TimeExceeded, 1], error[..2]);
        Assert.Equal(new byte[4], error[4..8]);
        Assert.Equal(first[14..42], error[8..]);
        Assert.Equal(1, _bench.Count(IPv4Counter.ReassemblyTimeout));
        HasRoom();
    }

    [Fact]
    public void The_quotation_of_a_fragment_with_options_has_neither_those_nor_what_others_have_sent()
    {
        _bench.Arrives(Fragments.Part(Fragments.Noise(4000), 0, 1480, source: IpBench.Host(3)));
        _bench.Advance(Timeout);
        _bench.Link.Sent.Clear();
        byte[] options = [.. Enumerable.Repeat((byte)1, 40)];
        byte[] start = Echo(2000)[..8];
        _bench.Arrives(Frames.IPv4(IPv4Header.ProtocolIcmp, start, IpBench.Host(1), options: options, fragment: 0x2000, identification: 7));
        _bench.Advance(Timeout);
        byte[] error = _bench.SendsReply(IpBench.Mac(1), IpBench.Host(1));
        Assert.Equal(Frames.IPv4(IPv4Header.ProtocolIcmp, start, IpBench.Host(1), fragment: 0x2000, identification: 7)[14..], error[8..]);
    }

    [Fact]
    public void Without_the_first_fragment_nothing_is_said()
    {
        _bench.Arrives(Fragments.Part(Echo(2000), 1480, 528));
        _bench.Advance(Timeout);
        Assert.Equal(1, _bench.Count(IPv4Counter.ReassemblyTimeout));
        HasRoom();
    }

    [Theory]
    [InlineData(IcmpHeader.Unreachable)]
    [InlineData(IcmpHeader.TimeExceeded)]
    [InlineData(5)]
    [InlineData(255)]
    public void Nothing_is_said_about_the_fragments_of_an_error(byte type)
    {
        byte[] message = Echo(2000);
        message[0] = type;
        _bench.Arrives(Fragments.Part(message, 0, 1480));
        _bench.Advance(Timeout);
        Assert.Equal(1, _bench.Count(IPv4Counter.ReassemblyTimeout));
        HasRoom();
    }

    [Fact]
    public void A_fragment_more_does_not_give_the_others_more_time()
    {
        byte[] request = Echo(400);
        byte[][] parts = Fragments.Cut(request, 160);
        _bench.Arrives(parts[1]);
        _bench.Advance(Timeout - 1);
        _bench.Arrives(parts[2]);
        _bench.Advance(1);
        _bench.Arrives(parts[0]);
        Assert.Equal(0, _bench.Count(IPv4Counter.Reassembled));
        Assert.Equal(1, _bench.Count(IPv4Counter.ReassemblyTimeout));
    }

    [Fact]
    public void Another_address_forgets_what_came_to_the_old_one()
    {
        byte[] request = Echo(400);
        _bench.Arrives(Fragments.Part(request, 0, 160));
        _bench.Ip.Configure(HostAddress.From(192, 168, 7, 9), 24, HostAddress.Any);
        _bench.Ip.Configure(Frames.OwnHost, 24, HostAddress.Any);
        _bench.Advance(5000);
        _bench.Link.Sent.Clear();
        _bench.Arrives(Fragments.Part(request, 160, 248));
        Assert.Equal(0, _bench.Count(IPv4Counter.Reassembled));
        _bench.Advance(Timeout);
        _bench.SendsNothing();
    }
}
