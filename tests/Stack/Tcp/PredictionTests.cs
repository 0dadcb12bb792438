// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>Header prediction through all layers recognises the expected segment, and takes no other for it.</summary>
public class PredictionTests
{
    private const int SourceMac = 6;
    private const int Type = 12;
    private const int Packet = EthernetHeader.Length;

    private readonly PredictedFlow _flow = new();

    private TcpBench Bench => _flow.Bench;

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public void A_segment_is_taken_only_as_it_was_sent(int text)
    {
        int bits = _flow.Next(text, out _).Length * 8;
        for (int i = 0; i < bits; i++)
        {
            PredictedFlow flow = new();
            byte[] frame = flow.Next(text, out TcpConnection connection);
            frame[i / 8] ^= (byte)(1 << (i % 8));
            flow.Arrives(frame);

            // The source MAC address does not matter, because a router may have got another interface.
            bool isTaken = i / 8 is >= SourceMac and < Type;
            Assert.True(isTaken == PredictedFlow.IsTaken(connection, text), $"bit {i % 8} of byte {i / 8}");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public void What_was_expected_is_known_at_a_glance(int text)
    {
        byte[] frame = _flow.Next(text, out TcpConnection connection);
        int predicted = Bench.Count(TcpCounter.Predicted);
        int received = Bench.Count(TcpCounter.SegmentsReceived);
        int frames = Bench.Count(Counter.FramesReceived);
        _flow.Arrives(frame);

        Assert.True(PredictedFlow.IsTaken(connection, text));
        Assert.Equal(predicted + 1, Bench.Count(TcpCounter.Predicted));
        Assert.Equal(received + 1, Bench.Count(TcpCounter.SegmentsReceived));
        Assert.Equal(frames + 1, Bench.Count(Counter.FramesReceived));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public void A_segment_with_a_type_of_service_is_not_predicted_but_taken_all_the_same(int text)
    {
        byte[] frame = _flow.Next(text, out TcpConnection connection);
        frame[Packet + 1] = 0x10;
        SumHeader(frame);
        int predicted = Bench.Count(TcpCounter.Predicted);
        _flow.Arrives(frame);

        Assert.True(PredictedFlow.IsTaken(connection, text));
        Assert.Equal(predicted, Bench.Count(TcpCounter.Predicted));
    }

    [Theory]
    [InlineData(0, IPv4Header.Fragment, 0x20, IPv4Counter.Fragment)]
    [InlineData(0, IPv4Header.Fragment + 1, 1, IPv4Counter.Fragment)]
    [InlineData(0, IPv4Header.Protocol, 200, IPv4Counter.ProtocolUnknown)]
    [InlineData(20, IPv4Header.Fragment, 0x20, IPv4Counter.Fragment)]
    [InlineData(20, IPv4Header.Fragment + 1, 1, IPv4Counter.Fragment)]
    [InlineData(20, IPv4Header.Protocol, 200, IPv4Counter.ProtocolUnknown)]
    public void A_fragment_or_another_protocol_of_the_same_hosts_is_something_else(int text, int field, byte value, IPv4Counter reason)
    {
        byte[] frame = _flow.Next(text, out TcpConnection connection);
        frame[Packet + field] = value;
        SumHeader(frame);
        _flow.Arrives(frame);

        Assert.False(PredictedFlow.IsTaken(connection, text));
        Assert.Equal(1, Bench.Count(reason));
    }

    [Fact]
    public void An_acknowledgment_from_before_the_last_text_is_old()
    {
        TcpConnection connection = _flow.Opened();
        _flow.Send(connection);
        Bench.Arrives("ACK seq=101 ack=301 win=4096 len=50");
        Bench.Arrives("ACK seq=101 ack=311 win=4096");

        Assert.Equal(PredictedFlow.InFlight, connection.Unacknowledged);
        Assert.Equal(1, Bench.Count(TcpCounter.Unacceptable));
    }

    [Fact]
    public void Text_that_tells_another_window_is_not_predicted()
    {
        TcpConnection connection = _flow.Middle();
        Bench.Arrives("ACK seq=201 ack=301 win=1000 len=50");
        Bench.Arrives("ACK seq=251 ack=301 win=1000 len=50");
        Bench.Link.Sent.Clear();
        Bench.Write(connection, 2000);
        Bench.Poll();

        Assert.Equal(PredictedFlow.FirstText + 100, connection.Available);
        Bench.Sends("ACK seq=301 ack=301 len=1000");
        Bench.SendsNothing();
    }

    private static void SumHeader(byte[] frame)
    {
        Span<byte> header = frame.AsSpan(Packet, IPv4Header.MinLength);
        header[IPv4Header.HeaderChecksum..][..2].Clear();
        BinaryPrimitives.WriteUInt16BigEndian(header[IPv4Header.HeaderChecksum..], Frames.InternetChecksum(header));
    }
}
