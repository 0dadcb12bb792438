// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;

namespace NanoTcp.Measure.Throughput;

/// <summary>Writes as many bytes as the send buffer takes, until all are written.</summary>
internal sealed class BulkSender(TcpConnection connection, int size) : INodeApplication
{
    private int _sent;

    /// <inheritdoc/>
    public long Poll(long now)
    {
        int taken;
        do
        {
            int chunk = Math.Min(size - _sent, BulkPattern.MaxChunk);
            taken = connection.Send(BulkPattern.Bytes, BulkPattern.OffsetOf(_sent), chunk, out _);
            _sent += taken;
        }
        while (taken > 0);

        return long.MaxValue;
    }
}
