// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;
using NanoTcp.Simulation.Wire;
using NanoTcp.Wire;

namespace NanoTcp.Tests.HostSim.Simulation.Wire;

public class VirtualWireTests
{
    [Fact]
    public void A_perfect_wire_delivers_everything_at_once_and_in_order()
    {
        TwoStations stations = new();
        List<long> times = [];
        Assert.Equal(Enumerable.Range(0, 50), stations.Exchange(50, times));
        Assert.Equal(Enumerable.Range(0, 50).Select(i => (long)i), times);
    }

    [Fact]
    public void A_frame_goes_to_the_owner_of_its_address_alone_and_any_other_to_all_but_the_sender()
    {
        TwoStations stations = new();
        WirePort third = stations.Wire.Attach(TwoStations.Mac(3));

        stations.Send(stations.Left, third.MacAddress, 1);
        stations.Send(stations.Left, [255, 255, 255, 255, 255, 255], 2);
        stations.Send(stations.Left, TwoStations.Mac(9), 3);
        stations.Send(stations.Left, stations.Left.MacAddress, 4);

        Assert.Equal([1, 2, 3, -1], Enumerable.Range(0, 4).Select(_ => TwoStations.Receive(third)));
        Assert.Equal([2, 3, -1], Enumerable.Range(0, 3).Select(_ => TwoStations.Receive(stations.Right)));
        Assert.Equal(-1, TwoStations.Receive(stations.Left));
    }

    [Fact]
    public void A_short_frame_is_padded_with_zeros()
    {
        TwoStations stations = new();
        stations.Send(stations.Left, stations.Right.MacAddress, -1);
        Assert.NotNull(stations.Right.Receive());

        FrameBuffer runt = new(60) { Length = 20 };
        Array.Copy(stations.Right.MacAddress, 0, runt.Data, runt.Offset, 6);
        stations.Left.Transmit(runt);
        FrameBuffer received = stations.Right.Receive()!;
        Assert.Equal(EthernetHeader.MinFrame, received.Length);
        Assert.All(received.Data[(received.Offset + 20)..(received.Offset + 60)], b => Assert.Equal(0, b));
    }

    [Fact]
    public void A_receiver_may_change_the_frame_without_changing_the_others_copy()
    {
        TwoStations stations = new();
        WirePort third = stations.Wire.Attach(TwoStations.Mac(3));
        stations.Send(stations.Left, [255, 255, 255, 255, 255, 255], 7);
        FrameBuffer first = stations.Right.Receive()!;
        Array.Clear(first.Data);
        Assert.Equal(7, TwoStations.Receive(third));
    }

    [Fact]
    public void A_sender_with_64_frames_under_way_has_to_wait()
    {
        TwoStations stations = new(new WireFaults { DelayMs = 10 });
        for (int i = 0; i < WirePort.TransmitFrames; i++)
        {
            Assert.True(stations.Send(stations.Left, stations.Right.MacAddress, i));
        }

        Assert.False(stations.Left.CanTransmit());
        Assert.False(stations.Send(stations.Left, stations.Right.MacAddress, 64));
        Assert.Equal(10, stations.Wire.NextDelivery);

        stations.Wire.Advance(10);
        Assert.True(stations.Left.CanTransmit());
        Assert.Equal(long.MaxValue, stations.Wire.NextDelivery);
    }

    [Fact]
    public void A_receiver_that_does_not_read_loses_the_65th_frame()
    {
        TwoStations stations = new();
        for (int i = 0; i <= WirePort.ReceiveFrames; i++)
        {
            stations.Send(stations.Left, stations.Right.MacAddress, i);
            stations.Wire.Advance(i);
        }

        Assert.Equal(1, stations.Right.Overruns);
        for (int i = 0; i < WirePort.ReceiveFrames; i++)
        {
            Assert.Equal(i, TwoStations.Receive(stations.Right));
        }

        Assert.Equal(-1, TwoStations.Receive(stations.Right));
    }

    [Fact]
    public void A_pulled_cable_loses_what_arrives_and_takes_nothing()
    {
        TwoStations stations = new();
        stations.Send(stations.Left, stations.Right.MacAddress, 1);
        stations.Wire.Advance(0);
        stations.Right.SetLink(false);
        Assert.False(stations.Right.IsUp);
        Assert.False(stations.Send(stations.Right, stations.Left.MacAddress, 2));
        stations.Send(stations.Left, stations.Right.MacAddress, 3);
        stations.Wire.Advance(1);

        stations.Right.SetLink(true);
        Assert.Equal(-1, TwoStations.Receive(stations.Right));
        stations.Send(stations.Left, stations.Right.MacAddress, 4);
        Assert.Equal(4, TwoStations.Receive(stations.Right));
    }

    [Fact]
    public void Observers_see_each_frame_with_its_sender_and_its_bytes()
    {
        TwoStations stations = new();
        RecordingObserver observer = new();
        stations.Wire.Observe(observer);
        stations.Wire.Advance(3);
        stations.Send(stations.Right, stations.Left.MacAddress, 5);
        Assert.Equal(["3 port 1 number 5 length 100 Delivered"], observer.Lines);
    }

    [Fact]
    public void Time_does_not_run_backwards()
    {
        VirtualWire wire = new();
        wire.Advance(5);
        Assert.Throws<ArgumentOutOfRangeException>(() => wire.Advance(4));
    }

    [Fact]
    public void A_running_wire_allocates_nothing()
    {
        byte[] everyone = [255, 255, 255, 255, 255, 255];
        Allocations.AssertNone(() =>
        {
            TwoStations stations = new(new WireFaults { Loss = 0.1, Duplicate = 0.1, Reorder = 0.1, Corrupt = 0.1, DelayMs = 3, JitterMs = 3, Seed = 1 });
            Run(stations, 0, 1000);
            return () => Run(stations, 1000, 20_000);
        });

        void Run(TwoStations stations, int from, int to)
        {
            for (int now = from; now < to; now++)
            {
                stations.Wire.Advance(now);
                stations.Send(stations.Left, stations.Right.MacAddress, now);
                stations.Send(stations.Right, everyone, now);
                while (TwoStations.Receive(stations.Right) >= 0 || TwoStations.Receive(stations.Left) >= 0)
                {
                }
            }
        }
    }
}
