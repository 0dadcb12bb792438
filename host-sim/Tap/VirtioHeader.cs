// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Runtime.InteropServices;
using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.HostSim.Tap;

/// <summary>
/// struct virtio_net_hdr, in front of each frame of an interface with offload. It says what the sender has left undone. Numbers in it are in the
/// machine's own byte order.
/// </summary>
internal static class VirtioHeader
{
    public const int Size = 10;

    private const int NeedsChecksum = 1;
    private const int DataValid = 2;
    private const int SegmentTcpV4 = 1;

    private const int TcpStart = EthernetHeader.Length + IPv4Header.MinLength;
    private const int TcpChecksum = 16;

    /// <summary>Writes the header that a frame to send needs into the room in front of it.</summary>
    public static void Write(FrameBuffer frame)
    {
        byte[] data = frame.Data;
        int offset = frame.Offset;
        Span<byte> header = data.AsSpan(offset - Size, Size);
        header.Clear();
        if (!SegmentChecksum.IsTcp(frame))
        {
            return;
        }

        header[0] = NeedsChecksum;
        if (frame.SegmentSize > 0)
        {
            header[1] = SegmentTcpV4;
            int headers = TcpStart + (data[offset + TcpStart + TcpHeader.DataOffset] >> 4 << 2);
            MemoryMarshal.Write(header[2..], (ushort)headers);
            MemoryMarshal.Write(header[4..], (ushort)frame.SegmentSize);
        }

        MemoryMarshal.Write(header[6..], (ushort)TcpStart);
        MemoryMarshal.Write(header[8..], (ushort)TcpChecksum);
    }

    /// <summary>
    /// Whether the checksum of a received frame counts as right: the kernel has verified it, or the frame comes from this machine and has none.
    /// </summary>
    public static bool VouchesForChecksum(FrameBuffer frame)
    {
        return (frame.Data[frame.Offset - Size] & (NeedsChecksum | DataValid)) != 0;
    }
}
