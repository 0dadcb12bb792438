// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.HostSim.Wire;
using NanoTcp.Link;

namespace NanoTcp.HostSim.Soak;

/// <summary>A stack's link: a port of the wire that refuses frames now and then, with the checks on both sides of it.</summary>
internal sealed class SoakLink(SoakHost host, WirePort port, SegmentChecker checker, Sabotage? sabotage)
    : EthernetLink(port.MacAddress)
{
    private long _refusesUntil;

    /// <summary>Frames that the stack has received.</summary>
    public int Received { get; private set; }

    /// <summary>Frames that it has sent.</summary>
    public int Sent { get; private set; }

    /// <summary>Bytes that were allocated in here, and not by the stack.</summary>
    public long Allocated { get; private set; }

    /// <inheritdoc/>
    public override bool IsUp => port.IsUp;

    /// <inheritdoc/>
    public override FrameBuffer? Receive()
    {
        FrameBuffer? frame = port.Receive();
        long before = GC.GetAllocatedBytesForCurrentThread();
        if (frame == null)
        {
            checker.AnswersNothing();
        }
        else
        {
            Received++;
            checker.Received(frame.Data, frame.Offset, frame.Length);
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
    public override bool CanTransmit()
    {
        return host.World.Now >= _refusesUntil && port.CanTransmit();
    }

    /// <inheritdoc/>
    public override bool Transmit(FrameBuffer frame)
    {
        if (!CanTransmit() || host.FailsToTransmit())
        {
            return false;
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        if (sabotage == null || sabotage.Sends(host, frame))
        {
            checker.Sent(frame.Data, frame.Offset, frame.Length);
        }

        Sent++;
        _refusesUntil = host.World.Now + host.RefusalAfterTransmit();
        port.Transmit(frame);
        Allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        return true;
    }
}
