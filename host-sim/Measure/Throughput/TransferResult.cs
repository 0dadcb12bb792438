// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Throughput;

/// <summary>One transfer, from the established connection to its last byte in the hands of the receiving application.</summary>
/// <param name="Size">Bytes of payload.</param>
/// <param name="Nanoseconds">How long it took.</param>
/// <param name="Transactions">SPI transactions.</param>
/// <param name="Bytes">Bytes clocked on the SPI bus.</param>
/// <param name="Retransmissions">Segments that the sending end sent again.</param>
/// <param name="Dropped">Frames that the controller lost or refused.</param>
internal record TransferResult(int Size, long Nanoseconds, long Transactions, long Bytes, long Retransmissions, long Dropped)
{
    private const double SegmentSize = 1460;
    private const double BitsPerByte = 8;

    /// <summary>Mbit/s of payload.</summary>
    public double Rate => RateIn(Nanoseconds);

    /// <summary>SPI transactions for 1460 bytes of payload, acknowledgments included.</summary>
    public double TransactionsPerSegment => Transactions * SegmentSize / Size;

    /// <summary>SPI bytes for 1460 bytes of payload, acknowledgments included.</summary>
    public double BytesPerSegment => Bytes * SegmentSize / Size;

    /// <summary>SPI bytes for a byte of payload, acknowledgments included.</summary>
    public double BytesPerByte => (double)Bytes / Size;

    /// <summary>Mbit/s of payload, had it taken so long.</summary>
    public double RateIn(long nanoseconds)
    {
        return Size * BitsPerByte * 1000 / nanoseconds;
    }

    /// <summary>A number for 1460 bytes of payload.</summary>
    public double PerSegment(long total)
    {
        return total * SegmentSize / Size;
    }

    /// <summary>Microseconds of a part for 1460 bytes of payload.</summary>
    public double MicrosecondsPerSegment(long nanoseconds)
    {
        return PerSegment(nanoseconds) / 1000;
    }
}
