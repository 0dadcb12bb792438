// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Drivers;
using NanoTcp.Link;

namespace NanoTcp.Tests.Drivers;

/// <summary>A driver that only remembers how it is told to learn of frames. The test counts its frames.</summary>
internal sealed class FakeController() : ControllerLink([2, 0, 0, 0, 0, 1])
{
    public int Frames { get; set; }

    public bool IsPolling { get; private set; }

    /// <summary>How often polling has begun.</summary>
    public int Begun { get; private set; }

    public override int FramesHandled => Frames;

    public override bool IsUp => true;

    public override void BeginPolling()
    {
        Assert.False(IsPolling);
        IsPolling = true;
        Begun++;
    }

    public override void EndPolling()
    {
        Assert.True(IsPolling);
        IsPolling = false;
    }

    public override FrameBuffer? Receive() => null;

    public override bool CanTransmit() => true;

    public override bool Transmit(FrameBuffer frame) => true;
}
