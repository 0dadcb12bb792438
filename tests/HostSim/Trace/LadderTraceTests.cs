// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.HostSim.Trace;
using NanoTcp.HostSim.Wire;
using NanoTcp.Link;
using NanoTcp.Tests.HostSim.Wire;
using NanoTcp.Wire;

namespace NanoTcp.Tests.HostSim.Trace;

public class LadderTraceTests
{
    private static readonly byte[] s_clientMac = TwoStations.Mac(1);
    private static readonly byte[] s_boardMac = TwoStations.Mac(2);
    private static readonly uint s_client = IPv4Address.From(192, 168, 7, 1);
    private static readonly uint s_board = IPv4Address.From(192, 168, 7, 2);

    private readonly List<string> _lines = [];
    private readonly LadderTrace _trace;
    private long _time;

    public LadderTraceTests()
    {
        _trace = new LadderTrace(s_boardMac, new LadderFormatter(isColoured: false), _lines.Add);
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
        LadderTrace coloured = new(s_boardMac, new LadderFormatter(isColoured: true), line => _lines.Add(Spectre.Console.Markup.Remove(line)));
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

    private void Board(int flags, uint sequence, uint acknowledgment, int length = 0, int port = 49152, FrameFate fate = FrameFate.Delivered)
    {
        Write(Segment(s_boardMac, s_board, 80, s_client, port, flags, sequence, acknowledgment, length), fate);
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
        _time += 1_000_000;

        // With head room in front, as frames have it on their way.
        byte[] data = [.. new byte[FrameBuffer.HeadRoom], .. frame];
        _trace.Write(_time, data, FrameBuffer.HeadRoom, frame.Length, fate);
    }

    private static byte[] Segment(byte[] mac, uint source, int sourcePort, uint destination, int destinationPort, int flags, uint sequence, uint acknowledgment, int length)
    {
        byte[] frame = IPv4(mac, source, destination, IPv4Header.ProtocolTcp, TcpHeader.MinLength + length);
        const int tcp = EthernetHeader.Length + IPv4Header.MinLength;
        BigEndian.WriteUInt16(frame, tcp + TcpHeader.SourcePort, sourcePort);
        BigEndian.WriteUInt16(frame, tcp + TcpHeader.DestinationPort, destinationPort);
        BigEndian.WriteUInt32(frame, tcp + TcpHeader.SequenceNumber, sequence);
        BigEndian.WriteUInt32(frame, tcp + TcpHeader.AcknowledgmentNumber, acknowledgment);
        frame[tcp + TcpHeader.DataOffset] = 5 << 4;
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
