// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;

namespace NanoTcp.Simulation.Wire;

/// <summary>A frame in the wire's memory. It goes back to the pool when the last use ends.</summary>
internal sealed class WireFrame(int maxFrame)
{
    public readonly byte[] Data = new byte[maxFrame];
    public int Length;
    public WirePort? Sender;
    public int Uses;

    public void CopyTo(FrameBuffer buffer)
    {
        buffer.Offset = FrameBuffer.HeadRoom;
        buffer.Length = Length;
        Array.Copy(Data, 0, buffer.Data, FrameBuffer.HeadRoom, Length);
    }
}
