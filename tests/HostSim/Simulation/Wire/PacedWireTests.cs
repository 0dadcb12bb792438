// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Virtual;
using NanoTcp.Link;
using NanoTcp.Simulation.Wire;

namespace NanoTcp.Tests.HostSim.Simulation.Wire;

public class PacedWireTests
{
    // The bit rate of 100BASE-TX.
    private const long ByteTime = 80;

    private readonly ManualClock _clock = new();
    private readonly FrameBuffer _frame = new(1514) { Length = 1514 };

    [Fact]
    public void A_frame_arrives_with_its_last_bit()
    {
        PacedWire wire = new(_clock, new byte[6], new byte[6], ByteTime);
        Assert.True(wire.HostEnd.Transmit(_frame));

        // Preamble, frame and check sequence.
        const long duration = (8 + 1514 + 4) * ByteTime;
        Assert.Equal(duration, wire.NextEvent);
        _clock.Elapse(duration - 1);
        Assert.Null(wire.BoardEnd.Receive());
        _clock.Elapse(1);
        Assert.Equal(1514, wire.BoardEnd.Receive()!.Length);
    }

    [Fact]
    public void Frames_keep_their_distance()
    {
        PacedWire wire = new(_clock, new byte[6], new byte[6], ByteTime);
        Assert.True(wire.HostEnd.Transmit(_frame));
        Assert.True(wire.HostEnd.Transmit(_frame));
        long first = wire.NextEvent;
        _clock.Elapse(first);
        Assert.NotNull(wire.BoardEnd.Receive());

        // With the gap: 1538 byte times from one to the next.
        Assert.Equal(first + 1538 * ByteTime, wire.NextEvent);
    }

    [Fact]
    public void A_short_frame_is_padded()
    {
        PacedWire wire = new(_clock, new byte[6], new byte[6], ByteTime);
        _frame.Length = 42;
        Assert.True(wire.HostEnd.Transmit(_frame));
        Assert.Equal((8 + 60 + 4) * ByteTime, wire.NextEvent);
        _clock.Elapse(wire.NextEvent);
        Assert.Equal(60, wire.BoardEnd.Receive()!.Length);
    }

    [Fact]
    public void A_model_that_takes_the_time_itself_gets_the_frame_at_once()
    {
        PacedWire wire = new(_clock, new byte[6], new byte[6], 0);
        Assert.True(wire.HostEnd.Transmit(_frame));
        Assert.Equal(long.MaxValue, wire.NextEvent);
        Assert.NotNull(wire.BoardEnd.Receive());
    }

    [Fact]
    public void A_frame_that_has_left_the_controller_is_at_the_host()
    {
        PacedWire wire = new(_clock, new byte[6], new byte[6], ByteTime);
        Assert.False(wire.HasArrivalForHost);
        Assert.True(wire.BoardEnd.Transmit(_frame));
        Assert.True(wire.HasArrivalForHost);
        Assert.NotNull(wire.HostEnd.Receive());
    }

    [Fact]
    public void A_sender_that_is_too_fast_has_to_wait()
    {
        PacedWire wire = new(_clock, new byte[6], new byte[6], ByteTime);
        while (wire.HostEnd.CanTransmit())
        {
            Assert.True(wire.HostEnd.Transmit(_frame));
        }

        Assert.False(wire.HostEnd.Transmit(_frame));
        _clock.Elapse(wire.NextEvent);
        Assert.NotNull(wire.BoardEnd.Receive());
        Assert.True(wire.HostEnd.CanTransmit());
    }
}
