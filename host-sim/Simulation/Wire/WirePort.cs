// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Simulation.Wire;

/// <summary>A station's socket on the wire: the link that its stack drives.</summary>
public sealed class WirePort : EthernetLink
{
    /// <summary>Frames of one sender that can be under way at a time; then <see cref="CanTransmit"/> is false.</summary>
    public const int TransmitFrames = 64;

    /// <summary>Frames that can wait to be received. A further one is dropped, as in a controller.</summary>
    public const int ReceiveFrames = 64;

    private readonly VirtualWire _wire;
    private readonly FrameBuffer _received = new(EthernetHeader.MaxFrame);
    private readonly WireFrame[] _arrived = new WireFrame[ReceiveFrames];
    private int _arrivedHead;
    private int _arrivedCount;
    private bool _isPlugged = true;

    internal WirePort(VirtualWire wire, int number, byte[] mac)
        : base(mac)
    {
        _wire = wire;
        Number = number;
    }

    /// <summary>The port's number, from 0 in the order of attaching.</summary>
    public int Number { get; }

    /// <summary>Frames dropped because nobody received the ones before them.</summary>
    public int Overruns { get; private set; }

    /// <inheritdoc/>
    public override bool IsUp => _isPlugged;

    /// <summary>Whether frames wait to be received.</summary>
    public bool HasArrivals => _arrivedCount > 0;

    /// <summary>Sent by this port and not yet arrived, duplicates included.</summary>
    public int UnderWay { get; internal set; }

    /// <summary>When the last frame of this port arrives that is not held back. It keeps jitter from reordering.</summary>
    internal long LastArrival { get; set; }

    /// <summary>Plugs the cable in or pulls it. A frame that arrives at a pulled cable is lost.</summary>
    public void SetLink(bool isUp)
    {
        _isPlugged = isUp;
        while (!isUp && _arrivedCount > 0)
        {
            _wire.Release(TakeArrived());
        }
    }

    /// <inheritdoc/>
    public override FrameBuffer? Receive()
    {
        _wire.DeliverDue();
        if (_arrivedCount == 0)
        {
            return null;
        }

        // The frame is copied, because other ports may have it too, and a stack may change it in place.
        WireFrame frame = TakeArrived();
        frame.CopyTo(_received);
        _wire.Release(frame);
        return _received;
    }

    /// <inheritdoc/>
    public override bool CanTransmit()
    {
        return _isPlugged && UnderWay < TransmitFrames;
    }

    /// <inheritdoc/>
    public override bool Transmit(FrameBuffer frame)
    {
        if (frame.Length < EthernetHeader.Length || frame.Length > EthernetHeader.MaxFrame)
        {
            throw new ArgumentException($"A frame of {frame.Length} bytes does not exist on Ethernet.", nameof(frame));
        }

        if (!CanTransmit())
        {
            return false;
        }

        _wire.Send(this, frame);
        return true;
    }

    internal void Arrive(WireFrame frame)
    {
        if (!_isPlugged)
        {
            return;
        }

        if (_arrivedCount == ReceiveFrames)
        {
            Overruns++;
            return;
        }

        frame.Uses++;
        _arrived[(_arrivedHead + _arrivedCount) % ReceiveFrames] = frame;
        _arrivedCount++;
    }

    private WireFrame TakeArrived()
    {
        WireFrame frame = _arrived[_arrivedHead];
        _arrivedHead = (_arrivedHead + 1) % ReceiveFrames;
        _arrivedCount--;
        return frame;
    }
}
