// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Buffers.Binary;

namespace NanoTcp.Meter.Scenarios;

/// <summary>A segment that the board has sent.</summary>
internal sealed record FarSegment(int Flags, uint Sequence, uint Acknowledgment, int Window, byte[] Data)
{
    public static FarSegment Read(byte[] frame)
    {
        int length = BinaryPrimitives.ReadUInt16BigEndian(frame.AsSpan(16)) - 20;
        ReadOnlySpan<byte> tcp = frame.AsSpan(34, length);
        return new FarSegment(tcp[13], BinaryPrimitives.ReadUInt32BigEndian(tcp[4..]), BinaryPrimitives.ReadUInt32BigEndian(tcp[8..]), BinaryPrimitives.ReadUInt16BigEndian(tcp[14..]), tcp[((tcp[12] >> 4) * 4)..].ToArray());
    }
}
