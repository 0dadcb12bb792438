// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Host;
using NanoTcp.Tests.Stack.Ip;
using NanoTcp.Udp;

namespace NanoTcp.Tests.Stack.Udp;

/// <summary>Datagrams that arrive: checked (RFC 768, RFC 1122 §4.1.3), queued, and taken by the application.</summary>
public class ReceiveTests
{
    private readonly UdpBench _bench = new();
    private readonly HostEndPoint _from = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(17)]
    [InlineData(1472)]
    public void A_datagram_is_delivered_whole_with_its_sender(int length)
    {
        UdpSocket socket = _bench.Bound();
        byte[] data = new byte[length];
        new Random(length).NextBytes(data);
        _bench.Arrives(data, host: 3, port: 1234);
        Assert.Equal(1, socket.Waiting);
        Assert.Equal(data, UdpBench.Receives(socket, _from));
        Assert.Equal(UdpBench.EndPoint(3, 1234), _from);
        Assert.Equal(0, socket.Waiting);
        UdpBench.ReceivesNothing(socket);
        Assert.Equal(1, _bench.Count(UdpCounter.Received));
    }

    [Fact]
    public void A_sender_that_wants_no_answer_has_port_0()
    {
        UdpSocket socket = _bench.Bound();
        _bench.Arrives([1], port: 0);
        Assert.Equal([1], UdpBench.Receives(socket, _from));
        Assert.Equal(UdpBench.EndPoint(1, 0), _from);
        Assert.Equal(SocketError.InvalidArgument, socket.SendTo([1], 0, 1, _from));
    }

    [Fact]
    public void A_datagram_without_a_checksum_is_taken()
    {
        UdpSocket socket = _bench.Bound();
        _bench.Bench.Arrives(Frames.Udp(5000, 7, [1, 2, 3], hasChecksum: false));
        Assert.Equal([1, 2, 3], UdpBench.Receives(socket));
    }

    [Fact]
    public void A_datagram_with_any_byte_wrong_is_dropped_and_counted()
    {
        UdpSocket socket = _bench.Bound();
        byte[] right = Frames.Udp(5000, 7, [1, 2, 3]);
        for (int i = 34; i < right.Length; i++)
        {
            byte[] frame = [.. right];
            frame[i] ^= 0x11;
            _bench.Bench.Arrives(frame);
        }

        UdpBench.ReceivesNothing(socket);
        Assert.Equal(right.Length - 34, _bench.Count(UdpCounter.ChecksumError) + _bench.Count(UdpCounter.Invalid));
        Assert.Equal(0, _bench.Count(UdpCounter.NoPort));
        _bench.Bench.SendsNothing();
    }

    [Fact]
    public void A_checksum_covers_the_addresses()
    {
        UdpSocket socket = _bench.Bound();
        byte[] frame = Frames.Udp(5000, 7, [1, 2, 3], IpBench.Host(1));
        byte[] other = Frames.Udp(5000, 7, [1, 2, 3], IpBench.Host(3));
        frame.AsSpan(34).CopyTo(other.AsSpan(34));
        _bench.Bench.Arrives(other);
        UdpBench.ReceivesNothing(socket);
        Assert.Equal(1, _bench.Count(UdpCounter.ChecksumError));
    }

    // The kernel leaves checksums to the network card; on a TAP interface with offload there is none.
    [Fact]
    public void A_checksum_that_the_link_vouches_for_is_not_computed()
    {
        UdpBench bench = new(offloads: true);
        UdpSocket socket = bench.Bound();
        byte[] frame = Frames.Udp(5000, 7, [1, 2, 3]);
        frame[40] ^= 0x55;
        bench.Bench.Arrives(frame);
        UdpBench.ReceivesNothing(socket);
        bench.Link.Vouches = true;
        bench.Bench.Arrives(frame);
        Assert.Equal([1, 2, 3], UdpBench.Receives(socket));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(12)]
    [InlineData(65_535)]
    public void An_impossible_length_is_dropped_and_counted_whether_or_not_the_port_is_bound(ushort length)
    {
        byte[] frame = Frames.Udp(5000, 7, [1, 2, 3]);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(38), length);
        _bench.Bench.Arrives(frame);
        UdpSocket socket = _bench.Bound();
        _bench.Bench.Arrives(frame);
        UdpBench.ReceivesNothing(socket);
        Assert.Equal(2, _bench.Count(UdpCounter.Invalid));
        Assert.Equal(0, _bench.Count(UdpCounter.NoPort));
        _bench.Bench.SendsNothing();
    }

    [Fact]
    public void A_packet_too_short_for_the_header_is_dropped_and_counted()
    {
        for (int length = 0; length < 8; length++)
        {
            _bench.Bench.Arrives(Frames.IPv4(17, new byte[length], IpBench.Host(1)));
        }

        Assert.Equal(8, _bench.Count(UdpCounter.Invalid));
        _bench.Bench.SendsNothing();
    }

    [Fact]
    public void Bytes_behind_the_datagram_are_no_data()
    {
        UdpSocket socket = _bench.Bound();
        byte[] datagram = [.. Frames.Udp(5000, 7, [1, 2, 3], IpBench.Host(1)).AsSpan(34), 9, 9, 9, 9];
        _bench.Bench.Arrives(Frames.IPv4(17, datagram, IpBench.Host(1)));
        Assert.Equal([1, 2, 3], UdpBench.Receives(socket));
    }

    [Fact]
    public void A_full_queue_drops_the_newest_and_counts_it()
    {
        UdpSocket socket = _bench.Bound(queueLength: 2);
        _bench.Arrives([1]);
        _bench.Arrives([2]);
        _bench.Arrives([3]);
        Assert.Equal(1, _bench.Count(UdpCounter.QueueFull));
        Assert.Equal([1], UdpBench.Receives(socket));
        _bench.Arrives([4]);
        Assert.Equal([2], UdpBench.Receives(socket));
        Assert.Equal([4], UdpBench.Receives(socket));
        UdpBench.ReceivesNothing(socket);
        Assert.Equal(3, _bench.Count(UdpCounter.Received));
    }

    [Fact]
    public void A_datagram_that_the_queue_has_no_bytes_for_is_dropped_and_an_empty_one_still_taken()
    {
        UdpSocket socket = _bench.Bound(queueBytes: 10);
        _bench.Arrives(new byte[11]);
        _bench.Arrives(new byte[10]);
        _bench.Arrives(new byte[1]);
        _bench.Arrives([]);
        Assert.Equal(2, _bench.Count(UdpCounter.QueueFull));
        Assert.Equal(new byte[10], UdpBench.Receives(socket));
        Assert.Equal([], UdpBench.Receives(socket));
        UdpBench.ReceivesNothing(socket);
    }

    [Fact]
    public void The_queue_keeps_order_and_content_whatever_is_put_in_and_taken_out()
    {
        Random random = new(1);
        UdpSocket socket = _bench.Bound(queueLength: 3, queueBytes: 50);
        Queue<byte[]> expected = new();
        int used = 0;
        for (int i = 0; i < 3000; i++)
        {
            if (random.Next(2) == 0)
            {
                byte[] data = new byte[random.Next(30)];
                random.NextBytes(data);
                _bench.Arrives(data);
                if (expected.Count < 3 && used + data.Length <= 50)
                {
                    expected.Enqueue(data);
                    used += data.Length;
                }
            }
            else if (expected.TryDequeue(out byte[]? data))
            {
                Assert.Equal(data, UdpBench.Receives(socket));
                used -= data.Length;
            }

            Assert.Equal(expected.Count, socket.Waiting);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void A_buffer_that_is_too_small_gets_the_beginning_and_an_error(int room)
    {
        UdpSocket socket = _bench.Bound();
        _bench.Arrives([1, 2, 3, 4, 5]);
        _bench.Arrives([6]);
        byte[] buffer = new byte[10];
        Assert.Equal(room, socket.Receive(buffer, 2, room, _from, out SocketError error));
        Assert.Equal(SocketError.MessageSize, error);
        Assert.Equal([0, 0, .. ((byte[])[1, 2, 3, 4]).AsSpan(0, room), .. new byte[8 - room]], buffer);
        Assert.Equal(UdpBench.EndPoint(1), _from);
        Assert.Equal([6], UdpBench.Receives(socket));
    }

    [Fact]
    public void A_datagram_to_a_port_that_nobody_has_bound_is_counted()
    {
        _bench.Arrives([1], to: 0);
        _bench.Arrives([1], to: 8);
        Assert.Equal(2, _bench.Count(UdpCounter.NoPort));
        Assert.Equal(0, _bench.Count(UdpCounter.Received));
    }

    [Fact]
    public void The_time_to_live_is_that_of_the_datagram_received_last()
    {
        UdpSocket socket = _bench.Bound();
        _bench.Arrives([1]);
        byte[] frame = Frames.Udp(5000, 7, [2]);
        frame[22] = 255;
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(24), 0);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(24), Frames.InternetChecksum(frame.AsSpan(14, 20)));
        _bench.Bench.Arrives(frame);
        UdpBench.Receives(socket);
        Assert.Equal(64, socket.ReceivedTimeToLive);
        UdpBench.Receives(socket);
        Assert.Equal(255, socket.ReceivedTimeToLive);
    }

    [Fact]
    public void What_waits_survives_a_change_of_this_hosts_address()
    {
        UdpSocket socket = _bench.Bound();
        _bench.Arrives([1], host: 3);
        _bench.Bench.Ip.Configure(HostAddress.Any, 0, HostAddress.Any);
        Assert.Equal([1], UdpBench.Receives(socket, _from));
        Assert.Equal(UdpBench.EndPoint(3), _from);
    }
}
