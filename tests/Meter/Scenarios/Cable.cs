// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;

namespace NanoTcp.Meter.Scenarios;

/// <summary>A link that does nothing but hand frames over: the stack's own, or the cable behind a controller.</summary>
internal sealed class Cable(byte[] mac) : EthernetLink(mac)
{
    private const int PollInterval = 1000;

    private readonly Queue<byte[]> _arriving = new();
    private readonly FrameBuffer _frame = new(1514);

    /// <summary>The transmitted frames that nobody has looked at yet.</summary>
    public Queue<byte[]> Sent { get; } = new();

    public override bool IsUp => true;

    public void Arrive(byte[] frame)
    {
        _arriving.Enqueue(frame);
        Pending = _arriving.Count;
    }

    public override FrameBuffer? Receive()
    {
        if (!_arriving.TryDequeue(out byte[]? frame))
        {
            return null;
        }

        // As a driver does.
        Pending = _arriving.Count;
        frame.CopyTo(_frame.Data, _frame.Offset);
        _frame.Length = frame.Length;
        return _frame;
    }

    // Now and then, as a driver has to look at its controller.
    public override long Poll(long now)
    {
        return now + PollInterval;
    }

    public override bool CanTransmit()
    {
        return true;
    }

    public override bool Transmit(FrameBuffer frame)
    {
        Sent.Enqueue(frame.Data.AsSpan(frame.Offset, frame.Length).ToArray());
        return true;
    }
}
