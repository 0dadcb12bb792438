// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Link;
using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>A link that sums checksums and cuts segments (EthernetLink.OffloadsChecksum, MaxTransmit).</summary>
public class OffloadTests
{
    private const int Segments = 4;

    private readonly CuttingLink _link = new(FrameBuffer.MaxEthernetFrame + (Segments - 1) * 1460);
    private readonly TcpBench _bench;

    public OffloadTests() => _bench = new TcpBench(options => options.SendBuffer = 60_000, link: _link);

    [Fact]
    public void The_checksum_field_holds_the_sum_of_the_pseudo_header()
    {
        _bench.Established();
        Assert.NotEmpty(_link.Given);
        Assert.All(_link.Given, given => Assert.Equal(PseudoHeader(given.Frame), BinaryPrimitives.ReadUInt16BigEndian(given.Frame.AsSpan(34 + TcpHeader.SegmentChecksum))));
    }

    [Fact]
    public void Several_full_segments_leave_in_one_frame_with_the_size_of_each()
    {
        TcpConnection connection = _bench.Established("SYN seq=100 win=65535 mss=1000");
        _link.Given.Clear();
        _bench.Write(connection, 8000);
        _bench.Poll();
        Assert.Equal([(4054, 1000), (4054, 1000)], _link.Given.Select(given => (given.Frame.Length, given.SegmentSize)));
        for (int i = 0; i < 8; i++)
        {
            _bench.Sends($"ACK seq={301 + 1000 * i} ack=101 len=1000");
        }
    }

    [Fact]
    public void A_frame_has_at_most_a_third_of_the_send_buffer_so_that_one_is_read_while_the_next_is_made()
    {
        var link = new CuttingLink(60_000);
        var bench = new TcpBench(options => options.SendBuffer = 10_000, link: link);
        TcpConnection connection = bench.Established("SYN seq=100 win=65535 mss=1460");
        link.Given.Clear();
        bench.Write(connection, 10_000);
        bench.Poll();
        Assert.Equal([3, 3, 1], link.Given.Select(given => (given.Frame.Length - 54 + 1459) / 1460));
    }

    [Fact]
    public void A_link_that_gathers_takes_the_text_of_a_long_frame_from_the_ring_also_around_its_end()
    {
        var link = new CuttingLink(FrameBuffer.MaxEthernetFrame + (Segments - 1) * 1460, gathersText: true);
        var bench = new TcpBench(options => options.SendBuffer = 10_000, link: link);
        TcpConnection connection = bench.Established("SYN seq=100 win=65535 mss=1000");
        uint sequence = 301;
        for (int round = 0; round < 7; round++)
        {
            // The ring holds three segments and a part of a waiting fourth. So it never runs empty, and its end is passed twice.
            connection.Cork = true;
            bench.Write(connection, round == 0 ? 3300 : 3000);
            bench.Poll();
            for (int i = 0; i < 3; i++, sequence += 1000)
            {
                bench.Sends($"ACK seq={sequence} ack=101 len=1000");
            }

            bench.Arrives($"ACK seq=101 ack={sequence} win=65535");
        }

        Assert.Equal(7, link.Gathered);
    }

    [Fact]
    public void A_link_that_gathers_gets_the_text_of_a_short_frame_behind_its_headers()
    {
        var link = new CuttingLink(60_000, gathersText: true);
        var bench = new TcpBench(options => options.SendBuffer = 10_000, link: link);
        bench.Write(bench.Established("SYN seq=100 win=65535 mss=1000"), 1000);
        bench.Poll();
        bench.Sends("ACK,PSH seq=301 ack=101 len=1000");
        Assert.Equal(0, link.Gathered);
    }

    [Fact]
    public void A_frame_of_one_segment_says_that_there_is_nothing_to_cut()
    {
        TcpConnection connection = _bench.Established("SYN seq=100 win=65535 mss=1000");
        _bench.Write(connection, 3000);
        _bench.Poll();
        _bench.Write(connection, 500);
        _bench.Poll();
        Assert.Equal([1000, 0], _link.Given.TakeLast(2).Select(given => given.SegmentSize));
    }

    [Fact]
    public void What_is_left_goes_with_the_full_ones_if_it_might_leave_by_itself()
    {
        TcpConnection connection = _bench.Established("SYN seq=100 win=65535 mss=1000");
        _bench.Write(connection, 2500);
        _bench.Poll();
        Assert.Equal((2554, 1000), (_link.Given[^1].Frame.Length, _link.Given[^1].SegmentSize));
        _bench.Sends("ACK seq=301 len=1000");
        _bench.Sends("ACK seq=1301 len=1000");
        _bench.Sends("ACK seq=2301 len=500");
    }

    [Fact]
    public void What_has_to_wait_waits_all_the_same()
    {
        TcpConnection connection = _bench.Established("SYN seq=100 win=65535 mss=1000");
        connection.Cork = true;
        _bench.Write(connection, 2500);
        _bench.Poll();
        _bench.Sends("ACK seq=301 len=1000");
        _bench.Sends("ACK seq=1301 len=1000");
        _bench.SendsNothing();
    }

    [Fact]
    public void Both_windows_bind()
    {
        TcpConnection connection = _bench.Established("SYN seq=100 win=2500 mss=1000");
        _bench.Write(connection, 8000);
        _bench.Poll();
        _bench.Sends("ACK seq=301 len=1000");
        _bench.Sends("ACK seq=1301 len=1000");
        _bench.SendsNothing();

        var wide = new TcpBench(options => options.SendBuffer = 60_000, link: new CuttingLink(60_000));
        wide.Write(wide.Established("SYN seq=100 win=65535 mss=1000"), 60_000);
        wide.Poll();
        Assert.Equal(10, wide.Link.Sent.Count);
    }

    [Fact]
    public void The_FIN_stands_behind_the_last_one()
    {
        TcpConnection connection = _bench.Established("SYN seq=100 win=65535 mss=1000");
        _bench.Write(connection, 2000);
        connection.Shutdown(SocketShutdown.Send);
        _bench.Poll();
        _bench.Sends("ACK seq=301 len=1000");
        _bench.Sends("FIN,ACK seq=1301 len=1000");
    }

    [Fact]
    public void The_urgent_pointer_counts_from_each_one()
    {
        // A link that cuts a frame gives every segment the pointer of the first.
        TcpConnection connection = _bench.Established("SYN seq=100 win=65535 mss=1000");
        Assert.Equal(2500, connection.SendUrgent(new byte[2500], 0, 2500, out _));
        _bench.Poll();
        _bench.Sends("ACK,URG seq=301 len=1000 urg=2499");
        _bench.Sends("ACK,URG seq=1301 len=1000 urg=1499");
        _bench.Sends("ACK,URG seq=2301 len=500 urg=499");
    }

    [Fact]
    public void A_checksum_that_the_link_vouches_for_is_not_looked_at_any_other_is()
    {
        TcpConnection connection = _bench.Established();
        byte[] frame = Frames.Tcp(Text(101));
        frame[34 + TcpHeader.SegmentChecksum] ^= 1;
        _link.Arrive(frame);
        _bench.Poll();
        Assert.Equal(0, connection.Available);
        Assert.Equal(1, _bench.Count(TcpCounter.ChecksumError));
        _link.Vouches = true;
        _link.Arrive(frame);
        _bench.Poll();
        Assert.Equal(100, connection.Available);
    }

    [Fact]
    public void Many_segments_in_one_from_a_link_that_joins_them_are_acknowledged_at_once()
    {
        var bench = new TcpBench(options => options.ReceiveBuffer = 20_000, link: _link);
        TcpConnection connection = bench.Established();
        bench.Arrives("ACK seq=101 ack=301 win=4096 len=1900");
        bench.Sends("ACK seq=301 ack=2001");
        Assert.Equal(1900, connection.Available);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void The_FIN_of_an_application_that_closes_at_once_acknowledges_the_other_one(int framesPerPoll)
    {
        var bench = new TcpBench(link: _link, framesPerPoll: framesPerPoll);
        TcpConnection connection = bench.Established();
        bench.Queue(Segment.Parse("FIN,ACK seq=101 ack=301 win=4096"));
        bench.Stack.Poll(bench.Now);
        connection.Close();
        bench.Stack.Flush(bench.Now);
        bench.Sends("FIN,ACK seq=301 ack=102");
        bench.SendsNothing();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void An_application_that_never_flushes_does_not_hold_up_acknowledgments(int framesPerPoll)
    {
        var bench = new TcpBench(link: _link, framesPerPoll: framesPerPoll);
        TcpConnection connection = bench.Established();
        bench.Queue(Segment.Parse("FIN,ACK seq=101 ack=301 win=4096"));
        Assert.True(bench.Stack.Poll(bench.Now) <= bench.Now);
        bench.Stack.Poll(bench.Now);
        bench.Sends("ACK seq=301 ack=102");
        Assert.Equal(TcpState.CloseWait, connection.State);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    public void The_window_of_an_acknowledgment_knows_what_the_application_has_read(int framesPerPoll)
    {
        var bench = new TcpBench(options => options.ReceiveBuffer = 4096, link: _link, framesPerPoll: framesPerPoll);
        TcpConnection connection = bench.Established();
        bench.Queue(Segment.Parse("ACK seq=101 ack=301 win=4096 len=1900"));
        bench.Stack.Poll(bench.Now);
        bench.Read(connection);
        bench.Stack.Flush(bench.Now);
        bench.Sends("ACK seq=301 ack=2001 win=4096");
        bench.SendsNothing();
    }

    [Fact]
    public void A_link_that_cuts_nothing_gets_a_frame_for_each_segment()
    {
        var link = new CuttingLink(FrameBuffer.MaxEthernetFrame);
        var bench = new TcpBench(options => options.SendBuffer = 60_000, link: link);
        bench.Write(bench.Established("SYN seq=100 win=65535 mss=1460"), 4380);
        bench.Poll();
        Assert.All(link.Given, given => Assert.True(given.Frame.Length <= FrameBuffer.MaxEthernetFrame && given.SegmentSize == 0));
    }

    private byte[] Text(uint seq) => new Segment
    {
        SourcePort = TcpBench.PeerPort,
        DestinationPort = TcpBench.Port,
        Flags = TcpHeader.Ack,
        Seq = seq,
        Ack = BinaryPrimitives.ReadUInt32BigEndian(_link.Given[^1].Frame.AsSpan(34 + TcpHeader.SequenceNumber)) + 1,
        Win = 4096,
        Length = 100,
        Data = TcpBench.Text(seq, 100),
    }.ToBytes();

    /// <summary>RFC 9293 §3.1: addresses, protocol and length, folded and not complemented.</summary>
    private static ushort PseudoHeader(byte[] frame)
    {
        int length = frame.Length - 34;
        byte[] pseudo = [.. frame[26..34], 0, IPv4Header.ProtocolTcp, (byte)(length >> 8), (byte)length];
        return (ushort)~Frames.InternetChecksum(pseudo);
    }

    /// <summary>Does to a frame what a controller or a kernel with these offloads does.</summary>
    private sealed class CuttingLink(int maxTransmit, bool gathersText = false) : ScriptedLink(Frames.OwnMac, true, maxTransmit, gathersText)
    {
        private const int Headers = 34;

        /// <summary>The TCP frames as the stack gave them.</summary>
        public List<(byte[] Frame, int SegmentSize)> Given { get; } = [];

        /// <summary>Frames whose text stood elsewhere.</summary>
        public int Gathered { get; private set; }

        protected override void Collect(FrameBuffer buffer)
        {
            byte[] frame = [.. buffer.Data.AsSpan(buffer.Offset, buffer.Length)];
            if (buffer.SegmentSize > 0 && Text is RingText text)
            {
                for (int i = 0; i < text.Length; i++)
                {
                    frame[frame.Length - text.Length + i] = text.Ring[(text.Offset + i) % text.Ring.Length];
                }

                Gathered++;
            }

            if (BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(12)) != EthernetHeader.TypeIPv4)
            {
                Sent.Enqueue(frame);
                return;
            }

            Given.Add((frame, buffer.SegmentSize));
            int header = Headers + (frame[Headers + TcpHeader.DataOffset] >> 4) * 4;
            int size = buffer.SegmentSize == 0 ? frame.Length : buffer.SegmentSize;
            for (int at = header; at == header || at < frame.Length; at += size)
            {
                Sent.Enqueue(Cut(frame, header, at, Math.Min(size, frame.Length - at)));
            }
        }

        private static byte[] Cut(byte[] frame, int header, int at, int length)
        {
            byte[] cut = [.. frame.AsSpan(0, header), .. frame.AsSpan(at, length)];
            BinaryPrimitives.WriteUInt16BigEndian(cut.AsSpan(16), (ushort)(cut.Length - EthernetHeader.Length));
            cut.AsSpan(24, 2).Clear();
            BinaryPrimitives.WriteUInt16BigEndian(cut.AsSpan(24), Frames.InternetChecksum(cut.AsSpan(14, 20)));
            uint sequence = BinaryPrimitives.ReadUInt32BigEndian(cut.AsSpan(Headers + TcpHeader.SequenceNumber));
            BinaryPrimitives.WriteUInt32BigEndian(cut.AsSpan(Headers + TcpHeader.SequenceNumber), sequence + (uint)(at - header));
            cut[Headers + TcpHeader.Flags] &= at + length < frame.Length ? unchecked((byte)~(TcpHeader.Fin | TcpHeader.Psh)) : (byte)0xFF;
            cut.AsSpan(Headers + TcpHeader.SegmentChecksum, 2).Clear();
            BinaryPrimitives.WriteUInt16BigEndian(cut.AsSpan(Headers + TcpHeader.SegmentChecksum), Frames.TcpChecksum(cut));
            return cut;
        }
    }
}
