// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Measure.Fuzz;
using NanoTcp.Tests.Stack;
using NanoTcp.Wire;

namespace NanoTcp.Tests.HostSim.Measure.Fuzz;

/// <summary>The fuzzer's account of questions and answers: what is paid for, and what is not.</summary>
public class AnswerLedgerTests
{
    private const int Client = 20003;
    private const int Server = 80;
    private const int MoreFragments = 0x2000;

    private readonly AnswerLedger _ledger = new(synAckTransmissions: 1);

    [Fact]
    public void A_fragment_before_the_first_one_pays_although_an_earlier_packet_had_its_identification()
    {
        Arrives(Frames.IPv4(IPv4Header.ProtocolUdp, new byte[64], fragment: MoreFragments));
        Arrives(Frames.IPv4(IPv4Header.ProtocolIcmp, new byte[280], fragment: 1080 / 8));
        Arrives(Frames.IPv4(IPv4Header.ProtocolIcmp, Echo(IcmpHeader.EchoRequest, 1080), fragment: MoreFragments));
        Leaves(IPv4Header.ProtocolIcmp, Echo(IcmpHeader.EchoReply, 1360));
    }

    [Fact]
    public void An_answer_that_nobody_has_paid_for_is_a_violation()
    {
        Arrives(Frames.IPv4(IPv4Header.ProtocolIcmp, Echo(IcmpHeader.EchoRequest, 1080)));
        Assert.Throws<FuzzViolationException>(() => Leaves(IPv4Header.ProtocolIcmp, Echo(IcmpHeader.EchoReply, 1360)));
    }

    [Fact]
    public void The_acknowledgment_of_any_initial_sequence_number_opens_the_account_of_a_connection()
    {
        Handshake();
        Arrives(Frames.IPv4(IPv4Header.ProtocolTcp, Segment(Client, Server, TcpHeader.Ack, 1001, 5001)));
        Leaves(IPv4Header.ProtocolTcp, Segment(Server, Client, TcpHeader.Ack, 5001, 1001, 1400));
    }

    [Fact]
    public void The_acknowledgment_of_a_number_that_was_never_sent_opens_nothing()
    {
        Handshake();
        Arrives(Frames.IPv4(IPv4Header.ProtocolTcp, Segment(Client, Server, TcpHeader.Ack, 1001, 4000)));
        Assert.Throws<FuzzViolationException>(() => Leaves(IPv4Header.ProtocolTcp, Segment(Server, Client, TcpHeader.Ack, 5001, 1001, 1400)));
    }

    // Two SYNs, each answered with an initial sequence number of its own. The second is far behind the first.
    private void Handshake()
    {
        Arrives(Frames.IPv4(IPv4Header.ProtocolTcp, Segment(Client, Server, TcpHeader.Syn, 1000, 0)));
        Leaves(IPv4Header.ProtocolTcp, Segment(Server, Client, TcpHeader.Syn | TcpHeader.Ack, 5000, 1001));
        Arrives(Frames.IPv4(IPv4Header.ProtocolTcp, Segment(Client, Server, TcpHeader.Syn, 9000, 0)));
        Leaves(IPv4Header.ProtocolTcp, Segment(Server, Client, TcpHeader.Syn | TcpHeader.Ack, 3_000_000, 9001));
    }

    private void Arrives(byte[] frame) => _ledger.Received(frame);

    private void Leaves(int protocol, byte[] payload) => _ledger.Sent(Frames.IPv4(protocol, payload, Frames.Own, Frames.Peer), 0);

    private static byte[] Echo(int type, int length)
    {
        var message = new byte[length];
        message[IcmpHeader.Type] = (byte)type;
        return message;
    }

    private static byte[] Segment(int from, int to, int flags, uint sequence, uint acknowledgment, int text = 0)
    {
        var segment = new byte[TcpHeader.MinLength + text];
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(TcpHeader.SourcePort), (ushort)from);
        BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(TcpHeader.DestinationPort), (ushort)to);
        BinaryPrimitives.WriteUInt32BigEndian(segment.AsSpan(TcpHeader.SequenceNumber), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(segment.AsSpan(TcpHeader.AcknowledgmentNumber), acknowledgment);
        segment[TcpHeader.DataOffset] = 0x50;
        segment[TcpHeader.Flags] = (byte)flags;
        return segment;
    }
}
