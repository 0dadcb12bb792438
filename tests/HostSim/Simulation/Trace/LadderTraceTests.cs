// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.HostSim.Run;
using NanoTcp.Link;
using NanoTcp.Simulation.Trace;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tests.HostSim.Simulation.Wire;
using NanoTcp.Wire;

namespace NanoTcp.Tests.HostSim.Simulation.Trace;

public class LadderTraceTests
{
    private const int TimeWait = 60_000;

    private static readonly byte[] s_clientMac = TwoStations.Mac(1);
    private static readonly byte[] s_boardMac = TwoStations.Mac(2);
    private static readonly uint s_client = IPv4Address.From(192, 168, 7, 1);
    private static readonly uint s_board = IPv4Address.From(192, 168, 7, 2);

    private readonly List<string> _lines = [];
    private readonly LadderTrace _trace;
    private long _time;

    public LadderTraceTests()
    {
        _trace = new LadderTrace(s_boardMac, new LadderFormatter(width: 120), TimeWait, _lines.Add);
    }

    [Fact]
    public void A_connection_is_a_ladder_from_the_first_SYN_to_the_last_ACK()
    {
        Client(TcpHeader.Syn, 99, 0);
        Board(TcpHeader.Syn | TcpHeader.Ack, 299, 100);
        Client(TcpHeader.Ack, 100, 300);
        Client(TcpHeader.Psh | TcpHeader.Ack, 100, 300, length: 18);
        Board(TcpHeader.Fin | TcpHeader.Psh | TcpHeader.Ack, 300, 118, length: 1200);
        Client(TcpHeader.Fin | TcpHeader.Ack, 118, 1501);
        Board(TcpHeader.Ack, 1501, 119);
        Assert.Equal(
            """
                  time  port 192.168.7.1:49152            192.168.7.2:80     seq     ack   win  len  step
              0.001000 49152 SYN-SENT     ───── SYN ──────>                    0       -  4096    0  handshake 1/3 SYN
              0.002000 49152 ESTABLISHED  <──── SYN,ACK ─── SYN-RECEIVED       0       1  4096    0  handshake 2/3 SYN,ACK
              0.003000 49152              ───── ACK ──────> ESTABLISHED        1       1  4096    0  handshake 3/3 ACK
              0.004000 49152              ─── PSH,ACK ────>                    1       1  4096   18  data
              0.005000 49152 CLOSE-WAIT   <── FIN,PSH,ACK ─ FIN-WAIT-1         1      19  4096 1200  close 1/4 FIN, data
              0.006000 49152 LAST-ACK     ─── FIN,ACK ────> TIME-WAIT         19    1202  4096    0  close 2+3/4 ACK and FIN
              0.007000 49152 CLOSED       <────── ACK ─────                 1202      20  4096    0  close 4/4 ACK
            """,
            string.Join(Environment.NewLine, _lines),
            ignoreLineEndingDifferences: true);
        Assert.All(_lines, line => Assert.True(line.Length <= 120));
    }

    [Fact]
    public void A_new_SYN_between_the_same_ports_begins_a_new_ladder_but_a_repeated_one_does_not()
    {
        Client(TcpHeader.Syn, 99, 0);
        Client(TcpHeader.Syn, 99, 0);
        Client(TcpHeader.Syn, 5000, 0);
        Assert.Equal(2, _lines.Count(line => line.Contains("192.168.7.1:49152")));
        Assert.EndsWith("handshake 1/3 SYN, again", _lines[2]);
        Assert.EndsWith("  handshake 1/3 SYN", _lines[4]);
    }

    [Theory]
    [InlineData(80)]
    [InlineData(119)]
    public void Where_there_is_no_room_for_a_line_of_120_a_segment_has_two_of_80(int width)
    {
        LadderTrace narrow = new(s_boardMac, new LadderFormatter(width), TimeWait, _lines.Add);
        WriteTo(narrow, Segment(s_clientMac, s_client, 49152, s_board, 80, TcpHeader.Syn, 99, 0, 0, "020405B4 0402 0101"));
        WriteTo(narrow, Segment(s_boardMac, s_board, 80, s_client, 49152, TcpHeader.Syn | TcpHeader.Ack, 299, 100, 0), FrameFate.Lost);
        WriteTo(narrow, Segment(s_boardMac, s_board, 80, s_client, 49152, TcpHeader.Syn | TcpHeader.Ack, 299, 100, 0));
        Assert.Equal(
            """
               time  port 192.168.7.1:49152            192.168.7.2:80 step
              0.001 49152 SYN-SENT     ───── SYN ──────>              handshake 1/3 SYN
                          seq 0  ack -  win 4096  len 0  MSS 1460, SACK permitted
              0.002 49152              x──── SYN,ACK ─── SYN-RECEIVED handshake 2/3 SYN,ACK
                          [lost]  seq 0  ack 1  win 4096  len 0
              0.003 49152 ESTABLISHED  <──── SYN,ACK ───
                          handshake 2/3 SYN,ACK, again  seq 0  ack 1  win 4096  len 0
            """,
            string.Join(Environment.NewLine, _lines.Select(line => line.TrimEnd())),
            ignoreLineEndingDifferences: true);
    }

    [Fact]
    public void No_line_of_the_narrow_ladder_is_longer_than_80_columns()
    {
        LadderTrace narrow = new(s_boardMac, new LadderFormatter(width: 80), TimeWait, _lines.Add);
        Random random = new(1);
        for (int i = 0; i < 20_000; i++)
        {
            int flags = random.Next(64);
            FrameFate fate = (FrameFate)random.Next(16);
            bool fromBoard = random.Next(2) == 0;
            uint sequence = (uint)random.Next(4000);
            byte[] frame = fromBoard
                ? Segment(s_boardMac, uint.MaxValue - 1, 65535, uint.MaxValue - 2, 65534, flags, sequence, (uint)random.Next(4000), random.Next(3) * 700)
                : Segment(s_clientMac, uint.MaxValue - 2, 65534, uint.MaxValue - 1, 65535, flags, sequence, (uint)random.Next(4000), random.Next(3) * 700);
            WriteTo(narrow, frame, fate);
        }

        Assert.All(_lines, line => Assert.True(line.Length <= 80, line));
    }

    [Fact]
    public void More_control_bits_than_the_arrow_has_room_for_stand_there_as_letters()
    {
        Client(63, 99, 0);
        Client(TcpHeader.Fin | TcpHeader.Syn | TcpHeader.Psh | TcpHeader.Ack, 99, 0);
        Assert.Contains(" ──── FSRPAU ────> ", _lines[1]);
        Assert.Contains("─ FSPA ─", _lines[^1]);
    }

    [Fact]
    public void The_options_of_a_SYN_stand_below_it()
    {
        WriteTo(_trace, Segment(s_clientMac, s_client, 49152, s_board, 80, TcpHeader.Syn, 99, 0, 0, "020405B4 0402 080A0000000100000000 01 030307"));
        WriteTo(_trace, Segment(s_boardMac, s_board, 80, s_client, 49152, TcpHeader.Syn | TcpHeader.Ack, 299, 100, 0, "02040200"));
        Client(TcpHeader.Ack, 100, 300);
        Assert.Equal("                 MSS 1460, window scale 7, SACK permitted, timestamps", _lines[2]);
        Assert.Equal("                 MSS 512", _lines[4]);
        Assert.Equal(6, _lines.Count);
    }

    [Fact]
    public void The_end_of_TIME_WAIT_is_a_line_of_its_own_when_its_time_has_come()
    {
        Close();
        _lines.Clear();
        _trace.Advance(_time + (TimeWait - 1) * 1_000_000L);
        Assert.Empty(_lines);
        _trace.Advance(_time + TimeWait * 1_000_000L);
        _trace.Advance(_time + 2 * TimeWait * 1_000_000L);
        Assert.Equal(" 60.006000 49152                                CLOSED       end of TIME-WAIT", Assert.Single(_lines));
    }

    [Fact]
    public void A_FIN_that_comes_again_begins_TIME_WAIT_again_and_its_acknowledgment_says_so()
    {
        Close();
        Board(TcpHeader.Ack, 302, 119, fate: FrameFate.Lost);
        _time += 30_000_000_000;
        Client(TcpHeader.Fin | TcpHeader.Ack, 118, 302);
        Board(TcpHeader.Ack, 302, 119, window: 65535);
        Assert.EndsWith("  close 4/4 ACK, again", _lines[^1]);
        _lines.Clear();
        _trace.Advance(_time + (TimeWait - 2) * 1_000_000L);
        Assert.Empty(_lines);
        _trace.Advance(_time + TimeWait * 1_000_000L);
        Assert.EndsWith("end of TIME-WAIT", Assert.Single(_lines));
    }

    [Fact]
    public void Connections_of_several_clients_keep_apart()
    {
        Client(TcpHeader.Syn, 99, 0);
        Client(TcpHeader.Syn, 7, 0, port: 50000);
        Board(TcpHeader.Syn | TcpHeader.Ack, 299, 100);
        Board(TcpHeader.Syn | TcpHeader.Ack, 500, 8, port: 50000);
        Assert.Contains("49152 ESTABLISHED ", _lines[4]);
        Assert.Contains("50000 ESTABLISHED ", _lines[5]);
        Assert.All(_lines[4..], line => Assert.EndsWith("0       1  4096    0  handshake 2/3 SYN,ACK", line));
    }

    [Fact]
    public void A_lost_frame_has_an_arrow_without_a_head_and_does_not_move_the_receiver()
    {
        Client(TcpHeader.Syn, 99, 0);
        Board(TcpHeader.Syn | TcpHeader.Ack, 299, 100, fate: FrameFate.Lost);
        Assert.Equal("  0.002000 49152              x──── SYN,ACK ─── SYN-RECEIVED       0       1  4096    0  handshake 2/3 SYN,ACK [lost]", _lines[2]);
    }

    [Fact]
    public void A_corrupted_frame_is_not_believed()
    {
        Client(TcpHeader.Syn, 99, 0, fate: FrameFate.Corrupted);
        Assert.Equal("  0.001000                    ────────────────x              IPv4 [corrupted]", Assert.Single(_lines));
    }

    [Fact]
    public void ARP_and_ICMP_take_one_short_line_each()
    {
        Arp(ArpPacket.Request, s_clientMac, s_client, s_board);
        Arp(ArpPacket.Reply, s_boardMac, s_board, s_client);
        Arp(ArpPacket.Request, s_boardMac, s_board, s_board);
        byte[] ping = IPv4(s_clientMac, s_client, s_board, IPv4Header.ProtocolIcmp, 8 + 56);
        ping[34] = IcmpHeader.EchoRequest;
        Write(ping, FrameFate.Delivered);
        Assert.Equal(
            [
                "  0.001000                    ────────────────>              ARP: who has 192.168.7.2?",
                "  0.002000                    <────────────────              ARP: 192.168.7.2 is at 02:00:00:00:00:02",
                "  0.003000                    <────────────────              ARP: 192.168.7.2 is here",
                "  0.004000                    ────────────────>              ICMP echo request, 56 bytes",
            ],
            _lines);
    }

    [Fact]
    public void Colours_are_markup_around_the_same_text()
    {
        LadderTrace coloured = new(s_boardMac, new ColouredLadder(width: 120), TimeWait, line => _lines.Add(Spectre.Console.Markup.Remove(line)));
        byte[] frame = Segment(s_clientMac, s_client, 49152, s_board, 80, TcpHeader.Syn, 99, 0, 0);
        coloured.Write(1, frame, 0, frame.Length, FrameFate.Lost);
        _trace.Write(1, frame, 0, frame.Length, FrameFate.Lost);
        Assert.Equal(_lines[..2], _lines[2..]);
    }

    [Fact]
    public void A_frame_that_is_shorter_than_it_claims_does_no_harm()
    {
        byte[] whole = Segment(s_clientMac, s_client, 49152, s_board, 80, TcpHeader.Ack, 99, 0, 20);
        for (int length = EthernetHeader.Length; length < whole.Length; length++)
        {
            _trace.Write(0, whole[..length], 0, length, FrameFate.Delivered);
        }

        Assert.Empty(_lines);
    }

    private void Client(int flags, uint sequence, uint acknowledgment, int length = 0, int port = 49152, FrameFate fate = FrameFate.Delivered)
    {
        Write(Segment(s_clientMac, s_client, port, s_board, 80, flags, sequence, acknowledgment, length), fate);
    }

    private void Board(int flags, uint sequence, uint acknowledgment, int length = 0, int port = 49152, FrameFate fate = FrameFate.Delivered, int window = 4096)
    {
        byte[] frame = Segment(s_boardMac, s_board, 80, s_client, port, flags, sequence, acknowledgment, length);
        BigEndian.WriteUInt16(frame, EthernetHeader.Length + IPv4Header.MinLength + TcpHeader.Window, window);
        Write(frame, fate);
    }

    // The board closes first: its TIME-WAIT begins with the client's FIN, the last segment but one.
    private void Close()
    {
        Client(TcpHeader.Syn, 99, 0);
        Board(TcpHeader.Syn | TcpHeader.Ack, 299, 100);
        Client(TcpHeader.Ack, 100, 300);
        Client(TcpHeader.Psh | TcpHeader.Ack, 100, 300, length: 18);
        Board(TcpHeader.Fin | TcpHeader.Ack, 300, 118, length: 1);
        Client(TcpHeader.Fin | TcpHeader.Ack, 118, 302);
    }

    private void Arp(int operation, byte[] mac, uint sender, uint target)
    {
        byte[] frame = new byte[EthernetHeader.MinFrame];
        mac.CopyTo(frame, EthernetHeader.Source);
        BigEndian.WriteUInt16(frame, EthernetHeader.EtherType, EthernetHeader.TypeArp);
        BigEndian.WriteUInt16(frame, EthernetHeader.Length + ArpPacket.Operation, operation);
        mac.CopyTo(frame, EthernetHeader.Length + ArpPacket.SenderMac);
        BigEndian.WriteUInt32(frame, EthernetHeader.Length + ArpPacket.SenderAddress, sender);
        BigEndian.WriteUInt32(frame, EthernetHeader.Length + ArpPacket.TargetAddress, target);
        Write(frame, FrameFate.Delivered);
    }

    private void Write(byte[] frame, FrameFate fate)
    {
        WriteTo(_trace, frame, fate);
    }

    private void WriteTo(LadderTrace trace, byte[] frame, FrameFate fate = FrameFate.Delivered)
    {
        _time += 1_000_000;

        // With head room in front, as frames have it on their way.
        byte[] data = [.. new byte[FrameBuffer.HeadRoom], .. frame];
        trace.Write(_time, data, FrameBuffer.HeadRoom, frame.Length, fate);
    }

    private static byte[] Segment(
        byte[] mac, uint source, int sourcePort, uint destination, int destinationPort, int flags, uint sequence, uint acknowledgment, int length, string options = "")
    {
        byte[] optionBytes = Convert.FromHexString(options.Replace(" ", ""));
        int headerLength = TcpHeader.MinLength + optionBytes.Length;
        byte[] frame = IPv4(mac, source, destination, IPv4Header.ProtocolTcp, headerLength + length);
        const int tcp = EthernetHeader.Length + IPv4Header.MinLength;
        BigEndian.WriteUInt16(frame, tcp + TcpHeader.SourcePort, sourcePort);
        BigEndian.WriteUInt16(frame, tcp + TcpHeader.DestinationPort, destinationPort);
        BigEndian.WriteUInt32(frame, tcp + TcpHeader.SequenceNumber, sequence);
        BigEndian.WriteUInt32(frame, tcp + TcpHeader.AcknowledgmentNumber, acknowledgment);
        frame[tcp + TcpHeader.DataOffset] = (byte)(headerLength / 4 << 4);
        optionBytes.CopyTo(frame, tcp + TcpHeader.MinLength);
        frame[tcp + TcpHeader.Flags] = (byte)flags;
        BigEndian.WriteUInt16(frame, tcp + TcpHeader.Window, 4096);
        return frame;
    }

    private static byte[] IPv4(byte[] mac, uint source, uint destination, int protocol, int length)
    {
        byte[] frame = new byte[EthernetHeader.Length + IPv4Header.MinLength + length];
        const int packet = EthernetHeader.Length;
        mac.CopyTo(frame, EthernetHeader.Source);
        BigEndian.WriteUInt16(frame, EthernetHeader.EtherType, EthernetHeader.TypeIPv4);
        frame[packet] = 0x45;
        BigEndian.WriteUInt16(frame, packet + IPv4Header.TotalLength, IPv4Header.MinLength + length);
        frame[packet + IPv4Header.Protocol] = (byte)protocol;
        BigEndian.WriteUInt32(frame, packet + IPv4Header.Source, source);
        BigEndian.WriteUInt32(frame, packet + IPv4Header.Destination, destination);
        return frame;
    }
}
