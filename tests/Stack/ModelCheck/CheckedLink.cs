// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.ModelCheck;

/// <summary>A link whose wire the checker controls.</summary>
internal sealed class CheckedLink(byte[] mac) : EthernetLink(mac)
{
    // It holds no state between polls, so one is enough for all worlds.
    [ThreadStatic]
    private static FrameBuffer? s_received;

    private CheckedFrame? _arriving;
    private CheckedFrame[] _sent = [];

    public override bool IsUp => true;

    public void Arrive(CheckedFrame frame) => _arriving = frame;

    /// <summary>The frames that the stack has sent since.</summary>
    public CheckedFrame[] TakeSent()
    {
        CheckedFrame[] sent = _sent;
        _sent = [];
        return sent;
    }

    public override FrameBuffer? Receive()
    {
        if (_arriving == null)
        {
            return null;
        }

        FrameBuffer received = s_received ??= new FrameBuffer(EthernetHeader.MaxFrame);
        received.Offset = FrameBuffer.HeadRoom;
        received.Length = _arriving.Bytes.Length;
        _arriving.Bytes.CopyTo(received.Data, FrameBuffer.HeadRoom);
        _arriving = null;
        return received;
    }

    public override bool CanTransmit() => true;

    public override bool Transmit(FrameBuffer frame)
    {
        _sent = [.. _sent, new CheckedFrame(frame.Data.AsSpan(frame.Offset, frame.Length).ToArray())];
        return true;
    }
}
