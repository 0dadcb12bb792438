// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Throughput;

/// <summary>The bytes of a transfer, in which lost, doubled or moved parts show.</summary>
internal static class BulkPattern
{
    /// <summary>The most bytes that are written or read at a time.</summary>
    public const int MaxChunk = 4096;

    // A prime, so that no power of two is a multiple.
    private const int Period = 251;

    private static readonly byte[] s_bytes = [.. Enumerable.Range(0, MaxChunk + Period).Select(i => (byte)(i % Period))];

    /// <summary>An array that holds the pattern.</summary>
    public static byte[] Bytes => s_bytes;

    /// <summary>The offset in the pattern for a position of the transfer.</summary>
    public static int OffsetOf(int position)
    {
        return position % Period;
    }
}
