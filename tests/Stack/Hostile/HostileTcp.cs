// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Ip;
using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Hostile;

/// <summary>TCP (RFC 9293, RFC 5961): to a closed port, to a listener, and to a connection.</summary>
internal static class HostileTcp
{
    private const int Fin = TcpHeader.Fin;
    private const int Syn = TcpHeader.Syn;
    private const int Rst = TcpHeader.Rst;
    private const int Psh = TcpHeader.Psh;
    private const int Ack = TcpHeader.Ack;
    private const int Urg = TcpHeader.Urg;
    private const int ClosedPort = 81;
    private const string SynAck = "SYN+ACK";

    public static IEnumerable<HostilePacket> All =>
    [
        new("TCP: no byte of it", _ => Frames.IPv4(6, []), TcpCounter.Invalid),
        new("TCP: 19 bytes", _ => Frames.IPv4(6, new byte[19]), TcpCounter.Invalid),
        new("TCP: a header of 0 bytes", h => Offset(h, 0), TcpCounter.Invalid),
        new("TCP: a header of 16 bytes", h => Offset(h, 4), TcpCounter.Invalid),
        new("TCP: a header longer than the segment", h => Offset(h, 6), TcpCounter.Invalid),
        new("TCP: a header of 60 bytes in a segment of 20", h => Offset(h, 15), TcpCounter.Invalid),
        new("TCP: a wrong checksum", h => HostileFrames.With(h.Segment(Ack, h.Next), 50, 0x12, 0x34), TcpCounter.ChecksumError),
        new("TCP: a checksum of 0", h => HostileFrames.With(h.Segment(Ack, h.Next), 50, 0, 0), TcpCounter.ChecksumError),
        new("TCP: FIN to a closed port", h => h.Segment(Fin, 1, port: ClosedPort), TcpCounter.PortClosed, "RST+ACK"),
        new("TCP: no flag to a closed port", h => h.Segment(0, 1, port: ClosedPort), TcpCounter.PortClosed, "RST+ACK"),
        new("TCP: all flags but RST and ACK to a closed port", h => h.Segment(Fin | Syn | Psh | Urg, 1, port: ClosedPort), TcpCounter.PortClosed, "RST+ACK"),
        new("TCP: ACK to a closed port", h => h.Segment(Ack, 1, port: ClosedPort), TcpCounter.PortClosed, "RST"),
        new("TCP: RST to a closed port", h => h.Segment(Rst, 1, port: ClosedPort), TcpCounter.PortClosed),
        new("TCP: RST and SYN to a closed port", h => h.Segment(Rst | Syn, 1, port: ClosedPort), TcpCounter.PortClosed),
        new("TCP: to port 0", h => h.Segment(Syn, 1, port: 0), TcpCounter.PortClosed, "RST+ACK"),
        new("TCP: SYN with text to a closed port", h => h.Segment(Syn, 1, text: new byte[100], port: ClosedPort), TcpCounter.PortClosed, "RST+ACK"),
        new("TCP: SYN from the host to itself (land)", _ => Frames.Tcp(HeadOf(80, 80, Syn), Frames.Own), IPv4Counter.Invalid),
        new("TCP: SYN from everybody", _ => Frames.Tcp(HeadOf(5001, 80, Syn), IPv4Address.Broadcast), IPv4Counter.Invalid),
        new("TCP: no flag to a listener", _ => ToListener(0), null),
        new("TCP: FIN to a listener", _ => ToListener(Fin), null),
        new("TCP: FIN, PSH and URG to a listener (Christmas tree)", _ => ToListener(Fin | Psh | Urg), null),
        new("TCP: RST to a listener", _ => ToListener(Rst), null),
        new("TCP: SYN and RST to a listener", _ => ToListener(Syn | Rst), null),
        new("TCP: ACK to a listener", _ => ToListener(Ack), TcpCounter.PortClosed, "RST"),
        new("TCP: SYN and ACK to a listener", _ => ToListener(Syn | Ack), TcpCounter.PortClosed, "RST"),
        new("TCP: FIN and ACK to a listener", _ => ToListener(Fin | Ack), TcpCounter.PortClosed, "RST"),
        new("TCP: all flags to a listener", _ => ToListener(63), TcpCounter.PortClosed),
        new("TCP: SYN and FIN to a listener", _ => ToListener(Syn | Fin), TcpCounter.PassiveOpens, SynAck),
        new("TCP: SYN from port 0", _ => Frames.Tcp(HeadOf(0, 80, Syn)), TcpCounter.PassiveOpens, SynAck),
        new("TCP: SYN with an urgent pointer", _ => Frames.Tcp(HostileFrames.With(HeadOf(5001, 80, Syn | Urg), 18, 255, 255)), TcpCounter.PassiveOpens, SynAck),
        new("TCP: SYN with an option of 0 bytes", _ => WithOptions(2, 0, 5, 0xB4), TcpCounter.PassiveOpens, SynAck),
        new("TCP: SYN with an option of 1 byte", _ => WithOptions(2, 1, 5, 0xB4), TcpCounter.PassiveOpens, SynAck),
        new("TCP: SYN with an option that ends behind the header", _ => WithOptions(1, 1, 2, 4), TcpCounter.PassiveOpens, SynAck),
        new("TCP: SYN with an option that ends after its type", _ => WithOptions(1, 1, 1, 2), TcpCounter.PassiveOpens, SynAck),
        new("TCP: SYN with an option of 255 bytes", _ => WithOptions(99, 255, 0, 0), TcpCounter.PassiveOpens, SynAck),
        new("TCP: SYN with an MSS of 3 bytes", _ => WithOptions(2, 3, 5, 0), TcpCounter.PassiveOpens, SynAck),
        new("TCP: SYN with an MSS of 0", _ => WithOptions(2, 4, 0, 0), TcpCounter.PassiveOpens, SynAck),
        new("TCP: SYN with an MSS of 1", _ => WithOptions(2, 4, 0, 1), TcpCounter.PassiveOpens, SynAck),
        new("TCP: SYN with a window scale of 255", _ => WithOptions(3, 3, 255, 0), TcpCounter.PassiveOpens, SynAck),
        new("TCP: SYN with SACK blocks", _ => WithOptions(5, 10, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0), TcpCounter.PassiveOpens, SynAck),
        new("TCP: SYN with timestamps of 9 bytes", _ => WithOptions(8, 9, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0), TcpCounter.PassiveOpens, SynAck),
        new("TCP: SYN with a fast-open cookie", _ => WithOptions(34, 10, 1, 2, 3, 4, 5, 6, 7, 8, 1, 1), TcpCounter.PassiveOpens, SynAck),
        new("TCP: SYN with 40 bytes of ends", _ => WithOptions(new byte[40]), TcpCounter.PassiveOpens, SynAck),
        new("TCP: no flag to a connection", h => h.Segment(0, h.Next), TcpCounter.AckUnacceptable),
        new("TCP: text without ACK to a connection", h => h.Segment(Psh, h.Next, text: new byte[10]), TcpCounter.AckUnacceptable),
        new("TCP: RST in the window (RFC 5961 §3)", h => h.Segment(Rst, h.Next + 10), TcpCounter.ChallengeAcks, "ACK"),
        new("TCP: RST in front of the window", h => h.Segment(Rst, h.Next - 1), TcpCounter.Unacceptable),
        new("TCP: RST far outside of the window", h => h.Segment(Rst, h.Next + 1_000_000), TcpCounter.Unacceptable),
        new("TCP: SYN in the window (RFC 5961 §4)", h => h.Segment(Syn, h.Next), TcpCounter.ChallengeAcks, "ACK"),
        new("TCP: SYN with the first number again", h => h.Segment(Syn, h.Next - 1), TcpCounter.Unacceptable, "ACK", TcpCounter.ChallengeAcks),
        new("TCP: SYN and FIN in the window", h => h.Segment(Syn | Fin, h.Next), TcpCounter.ChallengeAcks, "ACK"),
        new("TCP: all flags in the window", h => h.Segment(63, h.Next + 1), TcpCounter.ChallengeAcks, "ACK"),
        new("TCP: text in front of the window", h => h.Segment(Ack, h.Next - 100, text: new byte[50]), TcpCounter.Unacceptable, "ACK"),
        new("TCP: text behind the window", h => h.Segment(Ack, h.Next + 1_000_000, text: new byte[50]), TcpCounter.Unacceptable, "ACK"),
        new("TCP: FIN behind the window", h => h.Segment(Ack | Fin, h.Next + 1_000_000), TcpCounter.Unacceptable, "ACK"),
        new("TCP: an acknowledgment of what was never sent (RFC 5961 §5)", h => h.Segment(Ack, h.Next, h.Acknowledgment + 1), TcpCounter.AckUnacceptable, "ACK", TcpCounter.ChallengeAcks),
        new("TCP: an acknowledgment half around", h => h.Segment(Ack, h.Next, h.Acknowledgment + 0x7FFFFFFF), TcpCounter.AckUnacceptable, "ACK", TcpCounter.ChallengeAcks),
        new("TCP: a very old acknowledgment with text (RFC 5961 §5)", h => h.Segment(Ack, h.Next, h.Acknowledgment - 1_000_000, text: new byte[5]), TcpCounter.AckUnacceptable, "ACK", TcpCounter.ChallengeAcks),
        new("TCP: an urgent pointer far behind no text", h => h.Segment(Ack | Urg, h.Next, urgent: 65535), null),
        new("TCP: an urgent pointer of 0", h => h.Segment(Ack | Urg, h.Next, urgent: 0), null),
        new("TCP: an option of 0 bytes to a connection", h => h.Segment(Ack, h.Next, options: [5, 0, 0, 0]), null),
        new("TCP: an option that ends behind the header to a connection", h => h.Segment(Ack, h.Next, options: [5, 40, 0, 0]), null),
        new("TCP: SACK blocks that were never sent (SACK panic)", h => h.Segment(Ack, h.Next, options: [1, 1, 5, 10, 0, 0, 0, 9, 0, 0, 0, 1]), null),
        new("TCP: SACK blocks of no agreed option", h => h.Segment(Ack, h.Next, options: [1, 1, 5, 10, 255, 255, 255, 255, 0, 0, 0, 0]), null),
        new("TCP: a closed window", h => h.Segment(Ack, h.Next, window: 0), null),
        new("TCP: timestamps that were not agreed on", h => h.Segment(Ack, h.Next, options: [1, 1, 8, 10, 0, 0, 0, 0, 255, 255, 255, 255]), null),
    ];

    /// <summary>A header, its checksum still to be filled in.</summary>
    private static byte[] HeadOf(int sourcePort, int destinationPort, int flags)
    {
        byte[] head = new byte[20];
        BinaryPrimitives.WriteUInt16BigEndian(head, (ushort)sourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(head.AsSpan(2), (ushort)destinationPort);
        head[7] = 99;
        head[11] = 88;
        head[12] = 0x50;
        head[13] = (byte)flags;
        head[14] = 16;
        return head;
    }

    private static byte[] ToListener(int flags) => Frames.Tcp(HeadOf(5001, HostileHost.Port, flags));

    private static byte[] Offset(HostileHost host, int words)
    {
        byte[] frame = host.Segment(Ack, host.Next);
        frame[46] = (byte)(words << 4);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(50), 0);
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(50), Frames.TcpChecksum(frame));
        return frame;
    }

    private static byte[] WithOptions(params byte[] options)
    {
        byte[] head = HeadOf(5001, HostileHost.Port, Syn);
        head[12] = (byte)((5 + options.Length / 4) << 4);
        return Frames.Tcp([.. head, .. options]);
    }
}
