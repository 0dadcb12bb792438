// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;
using NanoTcp.Simulation.Wire;

namespace NanoTcp.Measure.Soak;

/// <summary>The link of a board with services: a port of the wire. A sabotage sits on it.</summary>
internal sealed class BoardLink(ServiceBoard board, WirePort port, Sabotage? sabotage) : EthernetLink(port.MacAddress)
{
    /// <summary>Bytes that the wire has allocated, and not the board.</summary>
    public long Allocated { get; private set; }

    /// <inheritdoc/>
    public override bool IsUp => port.IsUp;

    /// <inheritdoc/>
    public override FrameBuffer? Receive()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        FrameBuffer? frame = port.Receive();
        while (frame != null && sabotage?.BoardReceives(board, frame) == false)
        {
            frame = port.Receive();
        }

        Allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        return frame;
    }

    /// <inheritdoc/>
    public override long Poll(long now)
    {
        sabotage?.BoardPolls(board);
        return long.MaxValue;
    }

    /// <inheritdoc/>
    public override void ReceiveBroadcasts(bool wanted)
    {
        port.ReceiveBroadcasts(wanted);
    }

    /// <inheritdoc/>
    public override void Join(byte[] macAddress, int offset)
    {
        port.Join(macAddress, offset);
    }

    /// <inheritdoc/>
    public override void Leave(byte[] macAddress, int offset)
    {
        port.Leave(macAddress, offset);
    }

    /// <inheritdoc/>
    public override bool CanTransmit()
    {
        return port.CanTransmit();
    }

    /// <inheritdoc/>
    public override bool Transmit(FrameBuffer frame)
    {
        if (!CanTransmit())
        {
            return false;
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int times = sabotage?.BoardSends(board, frame) ?? 1; times > 0; times--)
        {
            port.Transmit(frame);
        }

        Allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        return true;
    }
}
