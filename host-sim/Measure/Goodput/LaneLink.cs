// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Goodput;

/// <summary>The link of a stack at one end of the wire. It takes every frame. The queue behind it drops too many, as behind a network card.</summary>
internal sealed class LaneLink(byte[] mac, LossyLane outgoing, LossyLane incoming) : EthernetLink(mac)
{
    private readonly FrameBuffer _received = new(EthernetHeader.MaxFrame);

    public override bool IsUp => true;

    /// <summary>When the next frame arrives here, or has arrived.</summary>
    public long NextArrival => incoming.NextArrival;

    public override FrameBuffer? Receive()
    {
        return incoming.TryTake(_received) ? _received : null;
    }

    public override bool CanTransmit()
    {
        return true;
    }

    public override bool Transmit(FrameBuffer frame)
    {
        outgoing.Add(frame);
        return true;
    }
}
