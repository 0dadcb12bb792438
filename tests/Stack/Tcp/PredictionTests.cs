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
    private const int FirstText = 100;
    private const int InFlight = 10;

    private readonly TcpBench _bench = new();

    // The stack's real initial sequence number.
    private uint _iss;

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public void A_segment_is_taken_only_as_it_was_sent(int text)
    {
        int bits = new PredictionTests().Next(text, out _).Length * 8;
        for (int i = 0; i < bits; i++)
        {
            PredictionTests test = new();
            byte[] frame = test.Next(text, out TcpConnection connection);
            frame[i / 8] ^= (byte)(1 << (i % 8));
            test.Arrives(frame);

            // The source MAC address does not matter, because a router may have got another interface.
            bool isTaken = i / 8 is >= SourceMac and < Type;
            Assert.True(isTaken == IsTaken(connection, text), $"bit {i % 8} of byte {i / 8}");
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public void What_was_expected_is_known_at_a_glance(int text)
    {
        byte[] frame = Next(text, out TcpConnection connection);
        int predicted = _bench.Count(TcpCounter.Predicted);
        int received = _bench.Count(TcpCounter.SegmentsReceived);
        int frames = _bench.Count(Counter.FramesReceived);
        Arrives(frame);

        Assert.True(IsTaken(connection, text));
        Assert.Equal(predicted + 1, _bench.Count(TcpCounter.Predicted));
        Assert.Equal(received + 1, _bench.Count(TcpCounter.SegmentsReceived));
        Assert.Equal(frames + 1, _bench.Count(Counter.FramesReceived));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    public void A_segment_with_a_type_of_service_is_not_predicted_but_taken_all_the_same(int text)
    {
        byte[] frame = Next(text, out TcpConnection connection);
        frame[Packet + 1] = 0x10;
        SumHeader(frame);
        int predicted = _bench.Count(TcpCounter.Predicted);
        Arrives(frame);

        Assert.True(IsTaken(connection, text));
        Assert.Equal(predicted, _bench.Count(TcpCounter.Predicted));
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
        byte[] frame = Next(text, out TcpConnection connection);
        frame[Packet + field] = value;
        SumHeader(frame);
        Arrives(frame);

        Assert.False(IsTaken(connection, text));
        Assert.Equal(1, _bench.Count(reason));
    }

    [Fact]
    public void An_acknowledgment_from_before_the_last_text_is_old()
    {
        TcpConnection connection = Opened();
        Send(connection);
        _bench.Arrives("ACK seq=101 ack=301 win=4096 len=50");
        _bench.Arrives("ACK seq=101 ack=311 win=4096");

        Assert.Equal(InFlight, connection.Unacknowledged);
        Assert.Equal(1, _bench.Count(TcpCounter.Unacceptable));
    }

    [Fact]
    public void Text_that_tells_another_window_is_not_predicted()
    {
        TcpConnection connection = Middle();
        _bench.Arrives("ACK seq=201 ack=301 win=1000 len=50");
        _bench.Arrives("ACK seq=251 ack=301 win=1000 len=50");
        _bench.Link.Sent.Clear();
        _bench.Write(connection, 2000);
        _bench.Poll();

        Assert.Equal(FirstText + 100, connection.Available);
        _bench.Sends("ACK seq=301 ack=301 len=1000");
        _bench.SendsNothing();
    }

    /// <summary>A connection after its handshake, so the expected segment is known.</summary>
    private TcpConnection Opened()
    {
        TcpListener listener = _bench.Listen();
        _bench.Arrives("SYN seq=100 win=4096 mss=1000");
        _iss = _bench.Sends("SYN,ACK seq=300 ack=101").WireSeq;
        _bench.Arrives("ACK seq=101 ack=301 win=4096");
        return listener.Accept()!;
    }

    /// <summary>One that has got its first text.</summary>
    private TcpConnection Middle()
    {
        TcpConnection connection = Opened();
        _bench.Arrives($"ACK seq=101 ack=301 win=4096 len={FirstText}");
        return connection;
    }

    private void Send(TcpConnection connection)
    {
        _bench.Write(connection, InFlight);
        _bench.Poll();
        _bench.Sends($"ACK seq=301 len={InFlight}");
    }

    /// <summary>The next expected segment: text, or the acknowledgment of the data in flight.</summary>
    private byte[] Next(int text, out TcpConnection connection)
    {
        connection = Middle();
        if (text == 0)
        {
            Send(connection);
        }

        Segment next = Segment.Parse("ACK seq=201 win=4096");
        next.SourcePort = TcpBench.PeerPort;
        next.DestinationPort = TcpBench.Port;
        next.Ack = _iss + 1 + (text == 0 ? InFlight : 0u);
        next.Length = text;
        next.Data = TcpBench.Text(201, text);
        return Frames.Tcp(next.ToBytes(), TcpBench.Address(1));
    }

    private void Arrives(byte[] frame)
    {
        _bench.Link.Arrive(frame);
        _bench.Poll();
    }

    private static void SumHeader(byte[] frame)
    {
        Span<byte> header = frame.AsSpan(Packet, IPv4Header.MinLength);
        header[IPv4Header.HeaderChecksum..][..2].Clear();
        BinaryPrimitives.WriteUInt16BigEndian(header[IPv4Header.HeaderChecksum..], Frames.InternetChecksum(header));
    }

    private static bool IsTaken(TcpConnection connection, int text)
    {
        return text == 0 ? connection.Unacknowledged == 0 : connection.Available > FirstText;
    }
}
