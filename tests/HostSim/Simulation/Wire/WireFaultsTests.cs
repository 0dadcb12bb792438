// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Simulation.Wire;
using NanoTcp.Wire;

namespace NanoTcp.Tests.HostSim.Simulation.Wire;

public class WireFaultsTests
{
    [Fact]
    public void Loss_alone_loses_its_share_and_keeps_the_order_of_the_rest()
    {
        List<int> received = new TwoStations(new WireFaults { Loss = 0.2, Seed = 7 }).Exchange(1000);
        Assert.InRange(received.Count, 750, 850);
        Assert.Equal(received.Order(), received);
    }

    [Fact]
    public void Duplicate_alone_delivers_every_frame_and_its_share_twice()
    {
        List<int> received = new TwoStations(new WireFaults { Duplicate = 0.2, Seed = 7 }).Exchange(1000);
        Assert.InRange(received.Count, 1150, 1250);
        Assert.Equal(Enumerable.Range(0, 1000), received.Distinct());
    }

    [Fact]
    public void Reorder_alone_delivers_every_frame_once_but_not_in_turn()
    {
        List<int> received = new TwoStations(new WireFaults { Reorder = 0.2, Seed = 7 }).Exchange(1000);
        Assert.Equal(Enumerable.Range(0, 1000), received.Order());
        int late = received.Where((number, i) => i > 0 && number < received.Take(i).Max()).Count();
        Assert.InRange(late, 150, 250);
    }

    [Fact]
    public void Corrupt_alone_flips_one_bit_behind_the_Ethernet_header()
    {
        TwoStations stations = new(new WireFaults { Corrupt = 1, Seed = 7 });
        byte[] sent = new byte[100];
        Array.Copy(stations.Right.MacAddress, sent, 6);
        Array.Copy(stations.Left.MacAddress, 0, sent, 6, 6);
        BigEndian.WriteUInt16(sent, EthernetHeader.EtherType, EthernetHeader.TypeIPv4);
        HashSet<int> places = [];
        for (int i = 0; i < 500; i++)
        {
            stations.Wire.Advance(i);
            FrameBuffer frame = new(100) { Length = 100 };
            sent.CopyTo(frame.Data, frame.Offset);
            stations.Left.Transmit(frame);
            FrameBuffer received = stations.Right.Receive()!;
            int[] flipped = [.. Enumerable.Range(0, 100 * 8).Where(bit => ((received.Data[received.Offset + bit / 8] ^ sent[bit / 8]) >> (bit % 8) & 1) != 0)];
            places.Add(Assert.Single(flipped));
        }

        Assert.All(places, bit => Assert.InRange(bit / 8, EthernetHeader.Length, 99));
        Assert.True(places.Count > 300);
    }

    [Fact]
    public void A_corrupted_frame_without_a_checksum_of_its_own_is_lost()
    {
        TwoStations stations = new(new WireFaults { Corrupt = 1, Seed = 7 });
        RecordingObserver observer = new();
        stations.Wire.Observe(observer);
        stations.Send(stations.Left, stations.Right.MacAddress, 1, EthernetHeader.TypeArp);
        Assert.Equal(-1, TwoStations.Receive(stations.Right));
        Assert.Equal([FrameFate.Lost], observer.Fates);
    }

    [Fact]
    public void Delay_alone_holds_every_frame_back_by_the_same_time()
    {
        List<long> times = [];
        List<int> received = new TwoStations(new WireFaults { DelayMs = 30 }).Exchange(100, times);
        Assert.Equal(Enumerable.Range(0, 100), received);
        Assert.Equal(Enumerable.Range(30, 100).Select(i => (long)i), times);
    }

    [Fact]
    public void Jitter_alone_varies_the_time_within_its_bound_and_keeps_the_order()
    {
        List<long> times = [];
        List<int> received = new TwoStations(new WireFaults { JitterMs = 10, Seed = 7 }).Exchange(500, times);
        Assert.Equal(Enumerable.Range(0, 500), received);
        long[] delays = [.. times.Select((time, i) => time - i)];
        Assert.All(delays, delay => Assert.InRange(delay, 0, 10));
        Assert.True(delays.Distinct().Count() > 5);
    }

    [Fact]
    public void One_seed_gives_one_history()
    {
        Assert.Equal(History(seed: 42), History(seed: 42));
        Assert.NotEqual(History(seed: 42), History(seed: 43));
    }

    [Fact]
    public void The_random_numbers_are_those_of_SplitMix64()
    {
        // The first outputs for seed 1234567 that implementations of the algorithm agree on.
        SplitMix64 random = new(1234567);
        Assert.Equal(6457827717110365317UL, random.Next());
        Assert.Equal(3203168211198807973UL, random.Next());
        Assert.Equal(9817491932198370423UL, random.Next());
    }

    private static List<string> History(ulong seed)
    {
        TwoStations stations = new(new WireFaults { Loss = 0.1, Duplicate = 0.1, Reorder = 0.1, Corrupt = 0.1, DelayMs = 2, JitterMs = 4, Seed = seed });
        RecordingObserver observer = new();
        stations.Wire.Observe(observer);
        List<long> times = [];
        List<int> received = stations.Exchange(300, times);
        return [.. observer.Lines, .. received.Select((number, i) => $"{number} at {times[i]}")];
    }
}
