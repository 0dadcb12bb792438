// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Capture;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tests.HostSim.Simulation.Wire;

namespace NanoTcp.Tests.HostSim.Simulation.Capture;

public class FrameRecorderTests
{
    [Fact]
    public void Without_a_clock_the_stamps_are_in_the_time_of_the_wire()
    {
        TwoStations stations = new();
        StampSink first = new();
        StampSink second = new();
        stations.Wire.Observe(new FrameRecorder(realTime: null, first, second));
        stations.Wire.Advance(7);
        stations.Send(stations.Left, stations.Right.MacAddress, 1);
        stations.Wire.Advance(12);
        stations.Send(stations.Left, stations.Right.MacAddress, 2);
        Assert.Equal([7_000_000, 12_000_000], first.Stamps);
        Assert.Equal(first.Stamps, second.Stamps);
    }

    [Fact]
    public void With_a_clock_the_stamps_count_from_the_beginning_of_the_recording()
    {
        TwoStations stations = new();
        ManualTime time = new() { Ticks = 5_000 };
        StampSink sink = new();
        stations.Wire.Observe(new FrameRecorder(time, sink));
        time.Ticks += 12;
        stations.Send(stations.Left, stations.Right.MacAddress, 1);
        Assert.Equal([1200], sink.Stamps);
    }

    private sealed class StampSink : IFrameSink
    {
        public List<long> Stamps { get; } = [];

        public void Write(long nanoseconds, byte[] data, int offset, int length, FrameFate fate)
        {
            Stamps.Add(nanoseconds);
        }
    }

    private sealed class ManualTime : TimeProvider
    {
        public long Ticks { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp()
        {
            return Ticks;
        }
    }
}
