// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Goodput;

/// <summary>The result of one transfer.</summary>
/// <param name="Received">Bytes that the application has read.</param>
/// <param name="Nanoseconds">From the first byte written to the last byte read.</param>
/// <param name="Lost">Frames that the wire has lost, in both directions.</param>
/// <param name="Dropped">Frames for which there was no room in front of the wire.</param>
/// <param name="Retransmissions">Segments that were sent again.</param>
/// <param name="Timeouts">Retransmissions by a timer, not by an acknowledgment.</param>
/// <param name="IsComplete">Whether everything has arrived. Otherwise the connection was given up.</param>
internal sealed record GoodputResult(int Received, long Nanoseconds, long Lost, long Dropped, long Retransmissions, long Timeouts, bool IsComplete)
{
    private const double BitsPerByte = 8;
    private const double NanosecondsPerSecond = 1e9;

    /// <summary>Bytes a second of payload.</summary>
    public double ByteRate => Received * NanosecondsPerSecond / Nanoseconds;

    /// <summary>Mbit/s of payload.</summary>
    public double Rate => ByteRate * BitsPerByte / 1e6;
}
