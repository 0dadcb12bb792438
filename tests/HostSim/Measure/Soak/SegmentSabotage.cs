// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;
using NanoTcp.Link;
using NanoTcp.Measure.Segments;
using NanoTcp.Measure.Soak;
using NanoTcp.Wire;

namespace NanoTcp.Tests.HostSim.Measure.Soak;

/// <summary>A sabotage that changes segments. It sees their TCP headers, and the checksums are corrected afterwards.</summary>
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

    protected virtual bool ChangesSent(in TcpSegment segment, Span<byte> tcp)
    {
        return false;
    }

    protected virtual bool ChangesReceived(in TcpSegment segment, Span<byte> tcp)
    {
        return false;
    }

    protected static void Add(Span<byte> number, uint offset)
    {
        BinaryPrimitives.WriteUInt32BigEndian(number, BinaryPrimitives.ReadUInt32BigEndian(number) + offset);
    }

    /// <summary>Adds to a number inside an option, which follows two NOPs as the stack writes it.</summary>
    protected static bool AddToOption(in TcpSegment segment, Span<byte> tcp, int kind, int at, uint offset)
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
        if (TcpSegment.Read(frame.Data, frame.Offset, frame.Length, out TcpSegment segment) != FrameKind.Segment)
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
