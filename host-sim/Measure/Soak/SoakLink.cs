// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;
using NanoTcp.Simulation.Wire;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Soak;

/// <summary>
/// A stack's link: a port of the wire that refuses frames now and then. The checks are on both sides of it. Some hosts have a card with offload.
/// </summary>
internal sealed class SoakLink(SoakHost host, WirePort port, SegmentChecker checker, Sabotage? sabotage)
    : EthernetLink(port.MacAddress, host.Plan.SegmentsAtOnce > 0, MaxFrameOf(host.Plan))
{
    private const int MaxText = FrameBuffer.MaxEthernetFrame - EthernetHeader.Length - IPv4Header.MinLength - TcpHeader.MinLength;

    private readonly SoakCard? _card = host.Plan.SegmentsAtOnce > 0 ? new SoakCard(port, checker, MaxFrameOf(host.Plan)) : null;
    private long _refusesUntil;

    /// <summary>Whether frames wait to be received.</summary>
    public bool HasArrivals => port.HasArrivals || _card is { HasWaiting: true };

    /// <summary>Frames that the stack has received.</summary>
    public int Received { get; private set; }

    /// <summary>Frames that it has sent.</summary>
    public int Sent { get; private set; }

    /// <summary>When it refused a frame last.</summary>
    public long RefusedAt { get; private set; } = long.MinValue / 2;

    /// <summary>Bytes that this class allocated, and not the stack.</summary>
    public long Allocated { get; private set; }

    /// <inheritdoc/>
    public override bool IsUp => port.IsUp;

    /// <inheritdoc/>
    public override FrameBuffer? Receive()
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        FrameBuffer? frame = _card == null ? port.Receive() : _card.Receive();
        if (frame == null)
        {
            checker.AnswersNothing();
        }
        else
        {
            Received++;
            if (_card == null)
            {
                checker.Received(frame.Data, frame.Offset, frame.Length);
            }

            sabotage?.Receives(host, frame);
        }

        Allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        return frame;
    }

    /// <inheritdoc/>
    public override long Poll(long now)
    {
        sabotage?.Polls(host);
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
        // The wire may make two of each frame.
        bool takes = host.World.Now >= _refusesUntil && port.CanTransmit() && port.UnderWay <= WirePort.TransmitFrames - 2 * host.Plan.SegmentsAtOnce;
        RefusedAt = takes ? RefusedAt : host.World.Now;
        return takes;
    }

    /// <inheritdoc/>
    public override bool Transmit(FrameBuffer frame)
    {
        if (!CanTransmit() || host.FailsToTransmit())
        {
            return false;
        }

        long before = GC.GetAllocatedBytesForCurrentThread();

        // What the stack sends at once is its one transmit frame, of a class of its own. A copy has waited for the MAC address of its next hop.
        bool isLate = frame.GetType() == typeof(FrameBuffer);
        for (int i = 0; _card != null && i < SoakCard.CountPieces(frame); i++)
        {
            Send(_card.Cut(frame, i), isLate);
        }

        if (_card == null)
        {
            Send(frame, isLate);
        }

        Sent++;
        _refusesUntil = host.World.Now + host.RefusalAfterTransmit();
        Allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        return true;
    }

    private static int MaxFrameOf(HostPlan plan)
    {
        return FrameBuffer.MaxEthernetFrame + Math.Max(0, plan.SegmentsAtOnce - 1) * MaxText;
    }

    private void Send(FrameBuffer frame, bool isLate)
    {
        if (sabotage == null || sabotage.Sends(host, frame))
        {
            checker.Sent(frame.Data, frame.Offset, frame.Length, isLate);
        }

        port.Transmit(frame);
    }
}
