// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Measure.Segments;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Fuzz;

/// <summary>A well-behaved visitor: it asks for the host's address, pings it, sends a datagram, and gets a page.</summary>
internal sealed class FuzzVisitor(FuzzCase world)
{
    private const int Port = 31_000;
    private const int Segment = EthernetHeader.Length + IPv4Header.MinLength;
    private const int PatienceMs = 10_000;

    private static readonly byte[] s_mac = FuzzNetwork.MacOf(FuzzNetwork.Visitor);
    private static readonly byte[] s_request = [.. "GET / HTTP/1.1\r\nHost: 192.168.7.2\r\nConnection: close\r\n\r\n"u8];

    private readonly FuzzFrame _frame = new();
    private readonly List<byte[]> _heard = [];
    private uint _next = 1000;
    private uint _acknowledgment;

    /// <summary>The host has sent a frame.</summary>
    public void Heard(ReadOnlySpan<byte> frame)
    {
        if (frame[..EthernetHeader.AddressLength].SequenceEqual(s_mac))
        {
            _heard.Add(frame.ToArray());
        }
    }

    /// <summary>Pays the visit.</summary>
    /// <exception cref="FuzzViolationException">The host does not serve.</exception>
    public void Visit()
    {
        AskForAddress();
        Ping();
        SendDatagram();
        Get();
    }

    private static FuzzViolationException NotServed(string what)
    {
        return new FuzzViolationException(FuzzInvariant.Served, $"{what}, when all was over");
    }

    private static bool IsPacket(byte[] frame, int protocol)
    {
        return BigEndian.ReadUInt16(frame, EthernetHeader.EtherType) == EthernetHeader.TypeIPv4 && frame[EthernetHeader.Length + IPv4Header.Protocol] == protocol;
    }

    private void AskForAddress()
    {
        _frame.WriteEthernet(FuzzNetwork.BroadcastMac, s_mac, EthernetHeader.TypeArp);
        _frame.Write32(ArpPacket.EthernetIPv4);
        _frame.Write16(ArpPacket.Lengths6And4);
        _frame.Write16(ArpPacket.Request);
        _frame.Write(s_mac);
        _frame.Write32(FuzzNetwork.Visitor);
        _frame.Fill(EthernetHeader.AddressLength, 0);
        _frame.Write32(world.Host.Own);
        Send("an ARP request is not answered", frame => BigEndian.ReadUInt16(frame, EthernetHeader.EtherType) == EthernetHeader.TypeArp);
    }

    private void Ping()
    {
        BeginPacket(IPv4Header.ProtocolIcmp);
        _frame.Write32(IcmpHeader.EchoRequest << 24);
        _frame.Fill(60, 0x5A);
        Send("a ping is not answered", frame => IsPacket(frame, IPv4Header.ProtocolIcmp) && frame[Segment] == IcmpHeader.EchoReply && frame[Segment + 40] == 0x5A);
    }

    private void SendDatagram()
    {
        BeginPacket(IPv4Header.ProtocolUdp);
        _frame.WriteUdp(Port, FuzzHost.EchoPort);
        _frame.Fill(60, 0xA5);
        Send("a datagram is not echoed", frame => IsPacket(frame, IPv4Header.ProtocolUdp) && frame[Segment + 40] == 0xA5);
    }

    private void Get()
    {
        SendSegment(TcpHeader.Syn, [], "a SYN is not answered", segment => segment.Flags == (TcpHeader.Syn | TcpHeader.Ack));
        _next++;
        int got = 0;
        SendSegment(TcpHeader.Ack | TcpHeader.Psh, s_request, "a GET is not answered", segment => (got += segment.Length) > 0 && segment.Has(TcpHeader.Fin));
        _next += (uint)s_request.Length;
        SendSegment(TcpHeader.Ack | TcpHeader.Fin, [], "the end of a connection is not acknowledged", segment => segment.Acknowledgment == _next + 1);
    }

    private void SendSegment(int flags, byte[] text, string failure, Func<TcpSegment, bool> isAnswer)
    {
        BeginPacket(IPv4Header.ProtocolTcp);
        _frame.Write16(Port);
        _frame.Write16(FuzzHost.HttpPort);
        _frame.Write32(_next);
        _frame.Write32(_acknowledgment);
        _frame.Write8(5 << 4);
        _frame.Write8(flags);
        _frame.Write16(8192);
        _frame.Write32(0);
        _frame.Write(text);
        Send(failure, frame =>
        {
            if (TcpSegment.Read(frame, 0, frame.Length, out TcpSegment segment) != FrameKind.Segment || segment.DestinationPort != Port)
            {
                return false;
            }

            _acknowledgment = segment.End;
            return isAnswer(segment);
        });
    }

    private void BeginPacket(int protocol)
    {
        _frame.WriteEthernet(FuzzNetwork.OwnMac, s_mac, EthernetHeader.TypeIPv4);
        _frame.WriteIPv4(protocol, FuzzNetwork.Visitor, world.Host.Own);
    }

    /// <summary>Sends the frame and waits for the answer.</summary>
    private void Send(string failure, Func<byte[], bool> isAnswer)
    {
        FrameRepair.SetLengths(_frame);
        FrameRepair.SetChecksums(_frame);
        _heard.Clear();
        world.Arrive(_frame.Bytes);
        long patience = world.Now + PatienceMs;
        while (!_heard.Exists(frame => isAnswer(frame)))
        {
            _heard.Clear();
            if (!world.ContinueHonestly(patience))
            {
                throw NotServed(failure);
            }
        }
    }
}
