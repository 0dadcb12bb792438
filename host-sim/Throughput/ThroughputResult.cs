// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.HostSim.Throughput;

/// <summary>One transfer, from the established connection to its last byte in the hands of the receiving application.</summary>
/// <param name="Size">Bytes of payload.</param>
/// <param name="Nanoseconds">How long it took.</param>
/// <param name="TransferNanoseconds">How long of that bytes were clocked on the SPI bus.</param>
/// <param name="CostNanoseconds">How long of that the processor was busy with SPI transactions besides their bytes.</param>
/// <param name="Transactions">SPI transactions.</param>
/// <param name="Bytes">Bytes clocked on the SPI bus.</param>
/// <param name="Retransmissions">Segments that the sending end sent again.</param>
/// <param name="Dropped">Frames that the controller lost or refused.</param>
internal sealed record ThroughputResult(
    int Size,
    long Nanoseconds,
    long TransferNanoseconds,
    long CostNanoseconds,
    long Transactions,
    long Bytes,
    long Retransmissions,
    long Dropped)
{
    private const double SegmentSize = 1460;
    private const double BitsPerByte = 8;

    /// <summary>Mbit/s of payload.</summary>
    public double Rate => Size * BitsPerByte * 1000 / Nanoseconds;

    /// <summary>SPI transactions for 1460 bytes of payload, acknowledgments included.</summary>
    public double TransactionsPerSegment => Transactions * SegmentSize / Size;

    /// <summary>SPI bytes for 1460 bytes of payload, acknowledgments included.</summary>
    public double BytesPerSegment => Bytes * SegmentSize / Size;

    /// <summary>SPI bytes for a byte of payload, acknowledgments included.</summary>
    public double BytesPerByte => (double)Bytes / Size;

    /// <summary>The part of the time in which bytes were clocked on the SPI bus.</summary>
    public double TransferShare => (double)TransferNanoseconds / Nanoseconds;

    /// <summary>The part of the time that SPI transactions cost besides their bytes.</summary>
    public double CostShare => (double)CostNanoseconds / Nanoseconds;

    /// <summary>The part of the time in which the processor waited: for the wire, the other end, or a timer.</summary>
    public double WaitShare => 1 - TransferShare - CostShare;
}
