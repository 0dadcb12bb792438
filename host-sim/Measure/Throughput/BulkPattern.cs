// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Throughput;

/// <summary>The bytes of a transfer: a part that is lost, doubled or moved shows.</summary>
internal static class BulkPattern
{
    /// <summary>Bytes that are written or read at a time, at the most.</summary>
    public const int MaxChunk = 4096;

    // A prime, so that no power of two is a multiple.
    private const int Period = 251;

    private static readonly byte[] s_bytes = [.. Enumerable.Range(0, MaxChunk + Period).Select(i => (byte)(i % Period))];

    /// <summary>An array that holds the pattern.</summary>
    public static byte[] Bytes => s_bytes;

    /// <summary>Where in it what belongs to a position of the transfer begins.</summary>
    public static int OffsetOf(int position)
    {
        return position % Period;
    }
}
