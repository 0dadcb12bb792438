// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Link;
using NanoTcp.Measure.Soak;
using NanoTcp.Network;
using NanoTcp.Wire;

namespace NanoTcp.Tests.HostSim.Measure.Soak;

/// <summary>Boards with services that break one rule each.</summary>
internal static class ServiceSabotages
{
    private const int DhcpServerPort = 67;
    private const int DhcpClientPort = 68;
    private const int DnsPort = 53;
    private const int NtpPort = 123;
    private const int MdnsPort = 5353;

    /// <summary>ciaddr of RFC 2131 §2: an address that the client has already.</summary>
    private const int ClientAddress = 12;

    private static bool IsUdp(FrameBuffer frame)
    {
        Span<byte> packet = Packet(frame);
        return BigEndian.ReadUInt16(frame.Data, frame.Offset + EthernetHeader.EtherType) == EthernetHeader.TypeIPv4
            && packet[IPv4Header.Protocol] == IPv4Header.ProtocolUdp && (BigEndian.ReadUInt16(frame.Data, frame.Offset + EthernetHeader.Length + 6) & 0x3FFF) == 0;
    }

    private static bool IsFrom(FrameBuffer frame, int port)
    {
        return IsUdp(frame) && BigEndian.ReadUInt16(frame.Data, Udp(frame)) == port;
    }

    private static bool IsTo(FrameBuffer frame, int port)
    {
        return IsUdp(frame) && BigEndian.ReadUInt16(frame.Data, Udp(frame) + 2) == port;
    }

    private static int Udp(FrameBuffer frame)
    {
        return frame.Offset + EthernetHeader.Length + IPv4Header.MinLength;
    }

    private static Span<byte> Packet(FrameBuffer frame)
    {
        return frame.Data.AsSpan(frame.Offset + EthernetHeader.Length);
    }

    /// <summary>Changes the last byte of a datagram. A checksum of 0 says that there is none (RFC 768).</summary>
    private static void SpoilEnd(FrameBuffer frame)
    {
        int udp = Udp(frame);
        frame.Data[udp + BigEndian.ReadUInt16(frame.Data, udp + 4) - 1] ^= 1;
        frame.Data[udp + 6] = 0;
        frame.Data[udp + 7] = 0;
    }

    internal sealed class SpoilsDatagram : Sabotage
    {
        public override bool BoardReceives(ServiceBoard board, FrameBuffer frame)
        {
            if (IsTo(frame, BoardDatagrams.Port))
            {
                SpoilEnd(frame);
            }

            return true;
        }
    }

    internal sealed class SendsDatagramThrice : Sabotage
    {
        public override int BoardSends(ServiceBoard board, FrameBuffer frame) => IsTo(frame, BoardDatagrams.Port) ? 3 : 1;
    }

    internal sealed class AnswersNameWrongly : Sabotage
    {
        public override bool BoardReceives(ServiceBoard board, FrameBuffer frame)
        {
            if (IsFrom(frame, DnsPort))
            {
                SpoilEnd(frame);
            }

            return true;
        }
    }

    internal sealed class NeverRenews : Sabotage
    {
        public override int BoardSends(ServiceBoard board, FrameBuffer frame)
        {
            bool isRenewal = IsFrom(frame, DhcpClientPort) && BigEndian.ReadUInt32(frame.Data, Udp(frame) + 8 + ClientAddress) != 0;
            return isRenewal ? 0 : 1;
        }
    }

    internal sealed class HearsNoDhcpServer : Sabotage
    {
        public override bool BoardReceives(ServiceBoard board, FrameBuffer frame) => !IsFrom(frame, DhcpServerPort);
    }

    internal sealed class HearsNoTimeServer : Sabotage
    {
        public override bool BoardReceives(ServiceBoard board, FrameBuffer frame) => !IsFrom(frame, NtpPort);
    }

    internal sealed class HasNoLinkLocalAddress : Sabotage
    {
        public override void BoardPolls(ServiceBoard board)
        {
            // Once only: the kind of address is looked at again when the clock has moved, and each change of the address asks for another poll.
            if (board.Interface.Kind == AddressKind.LinkLocal && !board.Interface.Address.IsAny)
            {
                board.Interface.IPv4.Configure(HostAddress.Any, 0, HostAddress.Any);
            }
        }
    }

    internal sealed class IsUnreachableByLinkLocalAddress : Sabotage
    {
        public override bool BoardReceives(ServiceBoard board, FrameBuffer frame)
        {
            return board.Interface.Kind != AddressKind.LinkLocal || BigEndian.ReadUInt16(frame.Data, frame.Offset + EthernetHeader.EtherType) != EthernetHeader.TypeIPv4;
        }
    }

    /// <summary>Sees neither that others ask for its address, nor that they have it.</summary>
    internal sealed class SeesNoConflict : Sabotage
    {
        public override bool BoardReceives(ServiceBoard board, FrameBuffer frame)
        {
            return BigEndian.ReadUInt16(frame.Data, frame.Offset + EthernetHeader.EtherType) != EthernetHeader.TypeArp;
        }
    }

    internal sealed class HearsNoOtherName : Sabotage
    {
        public override bool BoardReceives(ServiceBoard board, FrameBuffer frame) => !IsFrom(frame, MdnsPort);
    }

    internal sealed class KeepsListener : Sabotage
    {
        private const int Port = 5000;

        public override void BoardPolls(ServiceBoard board)
        {
            // The second attempt finds the port in use.
            board.Interface.Tcp.Bind(Port, out _);
        }
    }

    internal sealed class SpoilsChecksum : Sabotage
    {
        public override int BoardSends(ServiceBoard board, FrameBuffer frame)
        {
            if (IsTo(frame, BoardDatagrams.Port))
            {
                frame.Data[Udp(frame) + 6] ^= 0x55;
            }

            return 1;
        }
    }

    internal sealed class Allocates : Sabotage
    {
        public byte[] Allocated { get; private set; } = [];

        public override void BoardPolls(ServiceBoard board) => Allocated = new byte[1];
    }

    internal sealed class Throws : Sabotage
    {
        public override void BoardPolls(ServiceBoard board) => throw new InvalidOperationException("on purpose");
    }
}
