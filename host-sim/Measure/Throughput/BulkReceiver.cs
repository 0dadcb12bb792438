// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;

namespace NanoTcp.Measure.Throughput;

/// <summary>Reads at once what has arrived, and checks that it is what was sent.</summary>
internal sealed class BulkReceiver(TcpConnection connection) : INodeApplication
{
    private readonly byte[] _buffer = new byte[BulkPattern.MaxChunk];

    public int Received { get; private set; }

    /// <inheritdoc/>
    public long Poll(long now)
    {
        int length = connection.Receive(_buffer, 0, _buffer.Length, out _);
        while (length > 0)
        {
            ReadOnlySpan<byte> expected = BulkPattern.Bytes.AsSpan(BulkPattern.OffsetOf(Received), length);
            if (!expected.SequenceEqual(_buffer.AsSpan(0, length)))
            {
                throw new InvalidDataException($"The {length} bytes at {Received} are not those that were sent.");
            }

            Received += length;
            length = connection.Receive(_buffer, 0, _buffer.Length, out _);
        }

        return long.MaxValue;
    }
}
