// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Runtime.InteropServices;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Fuzz;

/// <summary>
/// Keeps account of what each address has sent to the host, and what the host has sent there. An address that anybody can write into a packet must not
/// get more than it sent. Each kind of answer, and each port, has an account of its own: a question pays only for an answer to it.
/// <para>
/// What is not bound by this: a TCP connection whose other end has acknowledged the host's initial sequence number; what the host's own programs begin (a SYN, a question);
/// ARP, which does not leave the network; and a retransmission of a SYN,ACK, of which each SYN pays for a fixed number. An ICMP error may be longer
/// than its packet by the two headers in front of the quotation. What goes to many, and answers of mDNS to one, are limited by the second instead.
/// </para>
/// </summary>
internal sealed class AnswerLedger(int synAckTransmissions)
{
    private const int Packet = EthernetHeader.Length;

    /// <summary>More fragments, and the offset.</summary>
    private const int FragmentBits = 0x3FFF;
    private const int MdnsPort = 5353;
    private const int OffsetBits = 0x1FFF;
    private const int ErrorHeaders = IPv4Header.MinLength + IcmpHeader.Length;

    /// <summary>A SYN,ACK with all options.</summary>
    private const int SynAckLength = 78;

    /// <summary>Frames for many stations in one second of virtual time.</summary>
    private const int MaxForManyPerSecond = 40;

    /// <summary>The bytes that are left, by address, kind, and port.</summary>
    private readonly Dictionary<ulong, long> _accounts = [];

    /// <summary>To which account the fragments of a packet belong, by address, direction and identification.</summary>
    private readonly Dictionary<ulong, Pieces> _pieces = [];
    private readonly Dictionary<ulong, Handshake> _handshakes = [];
    private long _second;
    private int _forMany;

    /// <summary>The ports that programs of the host ask at: what goes there is no answer.</summary>
    public HashSet<int> AskedPorts { get; } = [];

    /// <summary>A frame arrives at the host.</summary>
    public void Received(ReadOnlySpan<byte> frame)
    {
        if (frame.Length < Packet + IPv4Header.MinLength || Read16(frame, EthernetHeader.EtherType) != EthernetHeader.TypeIPv4)
        {
            return;
        }

        uint source = Read32(frame, Packet + IPv4Header.Source);
        int bytes = Math.Max(frame.Length, EthernetHeader.MinFrame);
        AccountOf(KeyOf(source, Kind.Error, 0)) += bytes + ErrorHeaders;
        AccountOf(KeyOf(source, Kind.Any, 0)) += bytes;
        if ((Read16(frame, Packet + IPv4Header.Fragment) & FragmentBits) != 0)
        {
            ref Pieces pieces = ref PiecesOf(frame, source, Kind.FragmentIn);
            pieces.Late += (Read16(frame, Packet + IPv4Header.Fragment) & OffsetBits) == 0 ? 0 : bytes;
            if (pieces.Account != 0)
            {
                AccountOf(pieces.Account) += bytes;
            }

            return;
        }

        int start = Packet + (frame[Packet] & 15) * 4;
        if (frame.Length < start + UdpHeader.Length)
        {
            return;
        }

        switch (frame[Packet + IPv4Header.Protocol])
        {
            case IPv4Header.ProtocolTcp when frame.Length >= start + TcpHeader.MinLength:
                AccountOf(KeyOf(source, Kind.Segment, Read16(frame, start))) += bytes;
                SegmentArrives(frame, source, start);
                break;
            case IPv4Header.ProtocolUdp:
                AccountOf(KeyOf(source, Kind.Datagram, Read16(frame, start))) += bytes;
                break;
            case IPv4Header.ProtocolIcmp:
                AccountOf(KeyOf(source, Kind.Icmp, Read16(frame, start + 4))) += bytes;
                break;
        }
    }

    /// <summary>The host sends a frame.</summary>
    /// <exception cref="FuzzViolationException">It is more than its question.</exception>
    public void Sent(ReadOnlySpan<byte> frame, long now)
    {
        bool isForMany = (frame[0] & 1) != 0;
        if (isForMany && Read16(frame, EthernetHeader.EtherType) == EthernetHeader.TypeIPv4)
        {
            CountForMany(now);
        }

        if (isForMany || Read16(frame, EthernetHeader.EtherType) != EthernetHeader.TypeIPv4)
        {
            return;
        }

        int start = Packet + (frame[Packet] & 15) * 4;
        uint destination = Read32(frame, Packet + IPv4Header.Destination);
        int bytes = Math.Max(frame.Length, EthernetHeader.MinFrame);
        if ((Read16(frame, Packet + IPv4Header.Fragment) & FragmentBits) != 0)
        {
            // The last one may be short, and is not counted with its padding: the question may have been cut elsewhere. The first fragment may have been lost while the host asked for the next hop. Then any question pays.
            ulong payer = PiecesOf(frame, destination, Kind.FragmentOut).Account;
            Pay(payer != 0 ? payer : KeyOf(destination, Kind.Any, 0), frame.Length);
            return;
        }

        switch (frame[Packet + IPv4Header.Protocol])
        {
            case IPv4Header.ProtocolTcp:
                SegmentLeaves(frame, destination, start, bytes);
                break;
            case IPv4Header.ProtocolUdp when AskedPorts.Contains(Read16(frame, start + UdpHeader.DestinationPort)):
                break;
            case IPv4Header.ProtocolUdp when Read16(frame, start) == MdnsPort:
                CountForMany(now);
                break;
            case IPv4Header.ProtocolUdp:
                Pay(KeyOf(destination, Kind.Datagram, Read16(frame, start + UdpHeader.DestinationPort)), bytes);
                break;
            case IPv4Header.ProtocolIcmp when frame[start] is IcmpHeader.Unreachable or IcmpHeader.TimeExceeded or IcmpHeader.ParameterProblem:
                Pay(KeyOf(destination, Kind.Error, 0), bytes);
                break;
            default:
                Pay(KeyOf(destination, Kind.Icmp, Read16(frame, start + 4)), bytes);
                break;
        }
    }

    private static ulong KeyOf(uint address, Kind kind, int port)
    {
        return KeyOf(address, (int)kind, port);
    }

    private static ulong KeyOf(uint address, int remotePort, int localPort)
    {
        return ((ulong)address << 32) | ((uint)remotePort << 16) | (uint)localPort;
    }

    private static int Read16(ReadOnlySpan<byte> frame, int at)
    {
        return (frame[at] << 8) | frame[at + 1];
    }

    private static uint Read32(ReadOnlySpan<byte> frame, int at)
    {
        return ((uint)Read16(frame, at) << 16) | (uint)Read16(frame, at + 2);
    }

    private ref long AccountOf(ulong key)
    {
        return ref CollectionsMarshal.GetValueRefOrAddDefault(_accounts, key, out _);
    }

    /// <summary>The packet that a fragment belongs to. Its first fragment tells the account.</summary>
    private ref Pieces PiecesOf(ReadOnlySpan<byte> frame, uint address, Kind direction)
    {
        ref Pieces pieces = ref CollectionsMarshal.GetValueRefOrAddDefault(_pieces, KeyOf(address, direction, Read16(frame, Packet + IPv4Header.Identification)), out _);
        int start = Packet + (frame[Packet] & 15) * 4;
        if ((Read16(frame, Packet + IPv4Header.Fragment) & OffsetBits) == 0 && frame.Length >= start + UdpHeader.Length)
        {
            ulong account = frame[Packet + IPv4Header.Protocol] == IPv4Header.ProtocolIcmp ? KeyOf(address, Kind.Icmp, Read16(frame, start + 4))
                : KeyOf(address, Kind.Datagram, Read16(frame, direction == Kind.FragmentIn ? start : start + UdpHeader.DestinationPort));
            if (account != pieces.Account)
            {
                // The others may have come before it, and belong to it although an earlier packet had the same identification.
                AccountOf(account) += pieces.Late;
                pieces.Account = account;
            }

            pieces.Late = 0;
        }

        return ref pieces;
    }

    private void Pay(ulong key, int bytes)
    {
        ref long account = ref AccountOf(key);
        account -= bytes;
        if (account < 0)
        {
            throw new FuzzViolationException(
                FuzzInvariant.Amplification,
                $"{(Kind)(ushort)(key >> 16)}: an answer of {bytes} bytes to {IPv4Address.ToString((uint)(key >> 32))} port {(ushort)key} is {-account} more than came from there");
        }
    }

    private void SegmentArrives(ReadOnlySpan<byte> frame, uint source, int start)
    {
        int flags = frame[start + TcpHeader.Flags];
        int port = Read16(frame, start + TcpHeader.SourcePort);
        if ((flags & TcpHeader.Syn) != 0)
        {
            AccountOf(KeyOf(source, Kind.SynAck, port)) += synAckTransmissions * SynAckLength;
        }

        if ((flags & TcpHeader.Ack) != 0 && _handshakes.TryGetValue(KeyOf(source, port, Read16(frame, start + TcpHeader.DestinationPort)), out Handshake? handshake))
        {
            uint acknowledged = Read32(frame, start + TcpHeader.AcknowledgmentNumber);
            handshake.IsDone |= handshake.Issued.Exists(iss => acknowledged - iss is > 0 and < 1u << 30);
        }
    }

    private void SegmentLeaves(ReadOnlySpan<byte> frame, uint destination, int start, int bytes)
    {
        int port = Read16(frame, start + TcpHeader.DestinationPort);
        ulong key = KeyOf(destination, port, Read16(frame, start));
        int flags = frame[start + TcpHeader.Flags];
        if ((flags & TcpHeader.Syn) != 0)
        {
            if (!_handshakes.TryGetValue(key, out Handshake? begun))
            {
                _handshakes.Add(key, begun = new Handshake());
            }

            uint iss = Read32(frame, start + TcpHeader.SequenceNumber);
            if (!begun.Issued.Contains(iss))
            {
                begun.Issued.Add(iss);
            }

            if ((flags & TcpHeader.Ack) != 0)
            {
                Pay(KeyOf(destination, Kind.SynAck, port), bytes);
            }
        }
        else if (!_handshakes.TryGetValue(key, out Handshake? handshake) || !handshake.IsDone)
        {
            Pay(KeyOf(destination, Kind.Segment, port), bytes);
        }
    }

    private void CountForMany(long now)
    {
        if (now / 1000 != _second)
        {
            _second = now / 1000;
            _forMany = 0;
        }

        if (++_forMany > MaxForManyPerSecond)
        {
            throw new FuzzViolationException(FuzzInvariant.Amplification, $"more than {MaxForManyPerSecond} packets for many within a second");
        }
    }

    private enum Kind
    {
        Segment,
        SynAck,
        Datagram,
        Icmp,
        Error,
        FragmentIn,
        FragmentOut,
        Any,
    }

    private struct Pieces
    {
        public ulong Account;

        /// <summary>Bytes of fragments that came after the last first one.</summary>
        public long Late;
    }

    private sealed class Handshake
    {
        /// <summary>The initial sequence numbers that the host has sent. Each of them may be acknowledged: a second SYN does not make the first one's forged.</summary>
        public List<uint> Issued { get; } = [];

        public bool IsDone { get; set; }
    }
}
