// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;

namespace NanoTcp.Benchmarks.Parts;

/// <summary>One end of a cable in memory that holds many frames.</summary>
internal sealed class MemoryLink(byte[] macAddress) : EthernetLink(macAddress)
{
    private const int Frames = 64;
    private const int MaxFrame = 1514;

    private readonly FrameBuffer[] _arrived = [.. Enumerable.Range(0, Frames).Select(_ => new FrameBuffer(MaxFrame))];
    private MemoryLink? _other;
    private int _head;
    private int _count;

    public override bool IsUp => true;

    public static void Connect(MemoryLink one, MemoryLink other)
    {
        one._other = other;
        other._other = one;
    }

    public override FrameBuffer? Receive()
    {
        if (_count == 0)
        {
            return null;
        }

        FrameBuffer frame = _arrived[_head];
        _head = (_head + 1) % Frames;
        _count--;
        return frame;
    }

    public override bool CanTransmit()
    {
        return _other!._count < Frames;
    }

    public override bool Transmit(FrameBuffer frame)
    {
        MemoryLink other = _other!;
        if (other._count == Frames)
        {
            return false;
        }

        FrameBuffer copy = other._arrived[(other._head + other._count++) % Frames];
        Array.Copy(frame.Data, frame.Offset, copy.Data, copy.Offset, frame.Length);
        copy.Length = frame.Length;
        return true;
    }
}
