// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.HostSim.Soak;
using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Tests.HostSim.Soak;

/// <summary>A sabotage that changes segments: it sees their TCP headers, and their checksums are made right afterwards.</summary>
internal abstract class SegmentSabotage : Sabotage
{
    private const int Tcp = EthernetHeader.Length + IPv4Header.MinLength;

    public override bool Sends(SoakHost host, FrameBuffer frame)
    {
        Change(frame, sent: true);
        return true;
    }

    public override void Receives(SoakHost host, FrameBuffer frame)
    {
        Change(frame, sent: false);
    }

    protected virtual bool ChangesSent(in SoakSegment segment, Span<byte> tcp)
    {
        return false;
    }

    protected virtual bool ChangesReceived(in SoakSegment segment, Span<byte> tcp)
    {
        return false;
    }

    protected static void Add(Span<byte> number, uint offset)
    {
        BinaryPrimitives.WriteUInt32BigEndian(number, BinaryPrimitives.ReadUInt32BigEndian(number) + offset);
    }

    /// <summary>Adds to a number inside an option, that stands behind two NOPs as the stack writes it.</summary>
    protected static bool AddToOption(in SoakSegment segment, Span<byte> tcp, int kind, int at, uint offset)
    {
        int headerLength = tcp.Length - segment.Length;
        for (int option = TcpHeader.MinLength; option + 2 < headerLength; option += 4)
        {
            if (tcp[option + 2] == kind && tcp[option] == TcpHeader.OptionNop && tcp[option + 1] == TcpHeader.OptionNop)
            {
                Add(tcp[(option + 2 + at)..], offset);
                return true;
            }
        }

        return false;
    }

    private void Change(FrameBuffer frame, bool sent)
    {
        if (SoakSegment.Read(frame.Data, frame.Offset, frame.Length, out SoakSegment segment) != SoakFrameKind.Segment)
        {
            return;
        }

        Span<byte> tcp = frame.Data.AsSpan(frame.Offset + Tcp, segment.Text - frame.Offset - Tcp + segment.Length);
        if (sent ? ChangesSent(segment, tcp) : ChangesReceived(segment, tcp))
        {
            FrameMaker.WriteTcpChecksum(frame);
        }
    }
}
