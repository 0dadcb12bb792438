// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Runtime.InteropServices;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Fuzz;

/// <summary>
/// Keeps account of what each address has sent to the host, and what the host has sent there. An address that anybody can write into a packet must not
/// get more than it sent. Each kind of answer has an account of its own: a question pays only for an answer to it.
/// <para>
/// What is not bound by this: a TCP connection whose other end has acknowledged the host's initial sequence number; what the host's own programs begin (a SYN, a question);
/// ARP, which does not leave the network; and a retransmission of a SYN,ACK, of which each SYN pays for a fixed number. An ICMP error may be longer
/// than its packet by the two headers in front of the quotation. What goes to many is limited by the second instead.
/// </para>
/// </summary>
internal sealed class AnswerLedger(int synAckTransmissions)
{
    private const int Packet = EthernetHeader.Length;
    private const int ErrorHeaders = IPv4Header.MinLength + IcmpHeader.Length;

    /// <summary>A SYN,ACK with all options.</summary>
    private const int SynAckLength = 78;

    /// <summary>Frames for many stations in one second of virtual time.</summary>
    private const int MaxForManyPerSecond = 40;

    private readonly Dictionary<uint, Account> _accounts = [];
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

        ref Account account = ref CollectionsMarshal.GetValueRefOrAddDefault(_accounts, Read32(frame, Packet + IPv4Header.Source), out _);
        int bytes = Math.Max(frame.Length, EthernetHeader.MinFrame);
        int protocol = frame[Packet + IPv4Header.Protocol];
        account.Error += bytes + ErrorHeaders;
        switch (protocol)
        {
            case IPv4Header.ProtocolTcp:
                account.Segment += bytes;
                Received(frame, ref account);
                break;
            case IPv4Header.ProtocolUdp:
                account.Datagram += bytes;
                break;
            case IPv4Header.ProtocolIcmp:
                account.Icmp += bytes;
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
        ref Account account = ref CollectionsMarshal.GetValueRefOrAddDefault(_accounts, destination, out _);
        int bytes = Math.Max(frame.Length, EthernetHeader.MinFrame);
        switch (frame[Packet + IPv4Header.Protocol])
        {
            case IPv4Header.ProtocolTcp:
                Sent(frame, start, ref account, bytes);
                break;
            case IPv4Header.ProtocolUdp when IsWhole(frame) && AskedPorts.Contains(Read16(frame, start + UdpHeader.DestinationPort)):
                break;
            case IPv4Header.ProtocolUdp:
                Pay(ref account.Datagram, bytes, "a datagram", destination);
                break;
            case IPv4Header.ProtocolIcmp when frame[start] is IcmpHeader.Unreachable or IcmpHeader.TimeExceeded or IcmpHeader.ParameterProblem:
                Pay(ref account.Error, bytes, "an ICMP error", destination);
                break;
            default:
                Pay(ref account.Icmp, bytes, "an ICMP message", destination);
                break;
        }
    }

    private static bool IsWhole(ReadOnlySpan<byte> frame)
    {
        return (Read16(frame, Packet + IPv4Header.Fragment) & 0x1FFF) == 0;
    }

    private static ulong KeyOf(uint address, int remotePort, int localPort)
    {
        return ((ulong)address << 32) | ((uint)remotePort << 16) | (uint)localPort;
    }

    private static void Pay(ref long account, int bytes, string what, uint destination)
    {
        account -= bytes;
        if (account < 0)
        {
            throw new FuzzViolationException(FuzzInvariant.Amplification, $"{what} of {bytes} bytes to {IPv4Address.ToString(destination)} is {-account} more than came from there");
        }
    }

    private static int Read16(ReadOnlySpan<byte> frame, int at)
    {
        return (frame[at] << 8) | frame[at + 1];
    }

    private static uint Read32(ReadOnlySpan<byte> frame, int at)
    {
        return ((uint)Read16(frame, at) << 16) | (uint)Read16(frame, at + 2);
    }

    private void Received(ReadOnlySpan<byte> frame, ref Account account)
    {
        int start = Packet + (frame[Packet] & 15) * 4;
        if (frame.Length < start + TcpHeader.MinLength)
        {
            return;
        }

        int flags = frame[start + TcpHeader.Flags];
        if ((flags & TcpHeader.Syn) != 0)
        {
            account.SynAck += synAckTransmissions * SynAckLength;
        }

        ulong key = KeyOf(Read32(frame, Packet + IPv4Header.Source), Read16(frame, start + TcpHeader.SourcePort), Read16(frame, start + TcpHeader.DestinationPort));
        ref Handshake handshake = ref CollectionsMarshal.GetValueRefOrNullRef(_handshakes, key);
        if (!System.Runtime.CompilerServices.Unsafe.IsNullRef(ref handshake) && (flags & TcpHeader.Ack) != 0)
        {
            uint beyond = Read32(frame, start + TcpHeader.AcknowledgmentNumber) - handshake.Iss;
            handshake.IsDone |= beyond is > 0 and < 1u << 30;
        }
    }

    private void Sent(ReadOnlySpan<byte> frame, int start, ref Account account, int bytes)
    {
        uint destination = Read32(frame, Packet + IPv4Header.Destination);
        ulong key = KeyOf(destination, Read16(frame, start + TcpHeader.DestinationPort), Read16(frame, start));
        int flags = frame[start + TcpHeader.Flags];
        if ((flags & TcpHeader.Syn) != 0)
        {
            ref Handshake begun = ref CollectionsMarshal.GetValueRefOrAddDefault(_handshakes, key, out _);
            begun.Iss = Read32(frame, start + TcpHeader.SequenceNumber);
            if ((flags & TcpHeader.Ack) != 0)
            {
                Pay(ref account.SynAck, bytes, "a SYN,ACK", destination);
            }

            return;
        }

        if (!_handshakes.TryGetValue(key, out Handshake handshake) || !handshake.IsDone)
        {
            Pay(ref account.Segment, bytes, "a segment", destination);
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

    private struct Account
    {
        public long Segment;
        public long SynAck;
        public long Datagram;
        public long Icmp;
        public long Error;
    }

    private struct Handshake
    {
        public uint Iss;
        public bool IsDone;
    }
}
