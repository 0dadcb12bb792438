// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;

namespace NanoTcp.Simulation.Boards;

/// <summary>The other end of a controller's cable. It remembers the frames.</summary>
internal sealed class WatchedMedium(EthernetLink medium, TrafficHistory history) : EthernetLink(medium.MacAddress)
{
    public override bool IsUp => medium.IsUp;

    public override FrameBuffer? Receive()
    {
        FrameBuffer? frame = medium.Receive();
        if (frame != null)
        {
            history.AddFrame("received", frame.Data.AsSpan(frame.Offset, frame.Length));
        }

        return frame;
    }

    public override void ReceiveBroadcasts(bool wanted)
    {
        medium.ReceiveBroadcasts(wanted);
    }

    public override void Join(byte[] macAddress, int offset)
    {
        medium.Join(macAddress, offset);
    }

    public override void Leave(byte[] macAddress, int offset)
    {
        medium.Leave(macAddress, offset);
    }

    public override bool CanTransmit()
    {
        return medium.CanTransmit();
    }

    public override bool Transmit(FrameBuffer frame)
    {
        history.AddFrame("sent", frame.Data.AsSpan(frame.Offset, frame.Length));
        return medium.Transmit(frame);
    }
}
