// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Drivers;
using NanoTcp.Link;

namespace NanoTcp.Tests.Drivers;

/// <summary>A driver that only remembers how it is told to learn of frames. The test counts its frames.</summary>
internal sealed class FakeController() : ControllerLink([2, 0, 0, 0, 0, 1])
{
    /// <summary>The wires to its controller, which know whether it polls.</summary>
    public SpiBus Bus { get; set; } = null!;

    /// <summary>Whether the bus fails as soon as polling has begun.</summary>
    public bool Fails { get; set; }

    /// <summary>Whether more than one frame is expected for each poll.</summary>
    public bool ExpectsMore { get; private set; }

    public int Frames { get; set; }

    public bool IsPolling => Bus.IsPolling;

    /// <summary>How often polling has begun.</summary>
    public int Begun { get; private set; }

    public override int FramesHandled => Frames;

    public override bool IsUp => true;

    public override void BeginPolling()
    {
        Assert.False(IsPolling);
        Bus.BeginPolling(Frames);
        Begun++;
        if (Fails)
        {
            throw new IOException("The bus fails.");
        }
    }

    public override void EndPolling()
    {
        Assert.True(IsPolling);
        Bus.EndPolling(Frames);
    }

    public override void ExpectMore(bool more)
    {
        Assert.NotEqual(more, ExpectsMore);
        ExpectsMore = more;
    }

    public override FrameBuffer? Receive() => null;

    public override bool CanTransmit() => true;

    public override bool Transmit(FrameBuffer frame) => true;
}
