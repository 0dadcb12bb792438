// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;

namespace NanoTcp.Measure.Fuzz;

/// <summary>The link of the host under test: one frame at a time arrives, and what is sent goes to the checks at once.</summary>
internal sealed class FuzzLink(byte[] macAddress) : EthernetLink(macAddress)
{
    private readonly FrameBuffer _frame = new(FuzzFrame.Capacity);
    private bool _isWaiting;

    /// <summary>Gets each frame that the host sends.</summary>
    public Action<byte[], int, int>? Sent { get; set; }

    /// <summary>Bytes that this class and the checks have allocated, and not the host.</summary>
    public long Allocated { get; private set; }

    /// <inheritdoc/>
    public override bool IsUp => true;

    public void Arrive(ReadOnlySpan<byte> frame)
    {
        frame.CopyTo(_frame.Data.AsSpan(_frame.Offset));
        _frame.Length = frame.Length;
        _isWaiting = true;
        Pending = 1;
    }

    /// <inheritdoc/>
    public override FrameBuffer? Receive()
    {
        bool wasWaiting = _isWaiting;
        _isWaiting = false;
        Pending = 0;
        return wasWaiting ? _frame : null;
    }

    /// <inheritdoc/>
    public override bool CanTransmit()
    {
        return true;
    }

    /// <inheritdoc/>
    public override bool Transmit(FrameBuffer frame)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        Sent?.Invoke(frame.Data, frame.Offset, frame.Length);
        Allocated += GC.GetAllocatedBytesForCurrentThread() - before;
        return true;
    }
}
