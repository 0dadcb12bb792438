// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;
using NanoTcp.Measure.Goodput;
using NanoTcp.Simulation.Time;

namespace NanoTcp.Tests.HostSim.Measure.Goodput;

public class LossyLaneTests
{
    private const long Millisecond = 1_000_000;

    // The time of a full frame at 25 Mbit/s, without and with headers.
    private const long SegmentTime = 1460 * 8 * 40;
    private const long FrameTime = 1514 * 8 * 40;

    private static readonly GoodputSetting s_setting = new()
    {
        Size = 1,
        DelayNanoseconds = 10 * Millisecond,
        BitRate = 25_000_000,
        QueueFrames = 3,
        NearBuffers = 1,
        FarBuffers = 1,
    };

    private readonly EventClock _clock = new();
    private readonly FrameBuffer _frame = new(1514) { Length = 1514 };

    [Theory]
    [InlineData(false, SegmentTime)]
    [InlineData(true, FrameTime)]
    public void A_frame_arrives_after_its_length_and_the_delay(bool countsHeaders, long length)
    {
        LossyLane lane = new(_clock, s_setting with { CountsHeaders = countsHeaders }, 0, 1);
        lane.Add(_frame);
        Assert.Equal(length + 10 * Millisecond, lane.NextArrival);
        _clock.WaitUntil(lane.NextArrival - 1);
        Assert.False(lane.TryTake(_frame));
        _clock.WaitUntil(lane.NextArrival);
        Assert.True(lane.TryTake(_frame));
    }

    [Fact]
    public void Frames_wait_for_those_before_them()
    {
        LossyLane lane = new(_clock, s_setting, 0, 1);
        lane.Add(_frame);
        lane.Add(_frame);
        _clock.WaitUntil(lane.NextArrival);
        Assert.True(lane.TryTake(_frame));
        Assert.Equal(2 * SegmentTime + 10 * Millisecond, lane.NextArrival);
    }

    [Fact]
    public void What_finds_the_queue_full_is_dropped()
    {
        LossyLane lane = new(_clock, s_setting, 0, 1);
        for (int i = 0; i < 4; i++)
        {
            lane.Add(_frame);
        }

        Assert.Equal(1, lane.Dropped);

        // The first has left, though it has not arrived.
        _clock.WaitUntil(SegmentTime);
        lane.Add(_frame);
        Assert.Equal(1, lane.Dropped);
        Assert.Equal(0, lane.Lost);
    }

    [Fact]
    public void One_frame_in_ten_is_lost_once_loss_begins()
    {
        LossyLane lane = new(_clock, s_setting with { QueueFrames = int.MaxValue }, 0.1, 1);
        for (int i = 0; i < 10_000; i++)
        {
            lane.Add(_frame);
        }

        Assert.Equal(0, lane.Lost);
        lane.IsLossy = true;
        for (int i = 0; i < 10_000; i++)
        {
            lane.Add(_frame);
        }

        Assert.InRange(lane.Lost, 900, 1100);
    }
}
