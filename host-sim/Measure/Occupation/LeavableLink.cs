// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;
using NanoTcp.Simulation.Wire;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Occupation;

/// <summary>A cable on which clients can vanish: no frame from or to a left port passes any more.</summary>
internal sealed class LeavableLink(WirePort cable) : EthernetLink(cable.MacAddress)
{
    private const int Segment = EthernetHeader.Length + IPv4Header.MinLength;

    private readonly HashSet<int> _left = [];

    /// <inheritdoc/>
    public override bool IsUp => cable.IsUp;

    /// <summary>The client at this port vanishes.</summary>
    public void Leave(int port)
    {
        _left.Add(port);
    }

    /// <inheritdoc/>
    public override FrameBuffer? Receive()
    {
        FrameBuffer? frame = cable.Receive();
        while (frame != null && IsLeft(frame, TcpHeader.DestinationPort))
        {
            frame = cable.Receive();
        }

        return frame;
    }

    /// <inheritdoc/>
    public override void ReceiveBroadcasts(bool wanted)
    {
        cable.ReceiveBroadcasts(wanted);
    }

    /// <inheritdoc/>
    public override void Join(byte[] macAddress, int offset)
    {
        cable.Join(macAddress, offset);
    }

    /// <inheritdoc/>
    public override void Leave(byte[] macAddress, int offset)
    {
        cable.Leave(macAddress, offset);
    }

    /// <inheritdoc/>
    public override bool CanTransmit()
    {
        return cable.CanTransmit();
    }

    /// <inheritdoc/>
    public override bool Transmit(FrameBuffer frame)
    {
        return IsLeft(frame, TcpHeader.SourcePort) || cable.Transmit(frame);
    }

    private bool IsLeft(FrameBuffer frame, int port)
    {
        return frame.Length >= Segment + TcpHeader.MinLength
            && BigEndian.ReadUInt16(frame.Data, frame.Offset + EthernetHeader.EtherType) == EthernetHeader.TypeIPv4
            && _left.Contains(BigEndian.ReadUInt16(frame.Data, frame.Offset + Segment + port));
    }
}
