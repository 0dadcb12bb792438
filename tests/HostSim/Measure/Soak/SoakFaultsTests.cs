// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Measure.Soak;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Simulation.Wire;
using NanoTcp.Wire;

namespace NanoTcp.Tests.HostSim.Measure.Soak;

/// <summary>The faults of a network in the simulation.</summary>
public class SoakFaultsTests
{
    private const int Length = 1000;

    [Fact]
    public void Bursts_lose_frames_in_a_row()
    {
        SoakFaults faults = Faults(new LaneFaults { BurstBegins = 0.01, BurstEnds = 0.2 });
        List<bool> lost = [.. Enumerable.Range(0, 10_000).Select(_ => Decide(faults, 0, out int _) == FrameFate.Lost)];
        int bursts = lost.Where((isLost, i) => isLost && (i == 0 || !lost[i - 1])).Count();
        Assert.InRange(bursts, 50, 200);
        Assert.InRange((double)lost.Count(isLost => isLost) / bursts, 3, 8);
    }

    [Fact]
    public void A_narrow_wire_queues_frames_and_drops_those_that_would_wait_too_long()
    {
        SoakFaults faults = Faults(new LaneFaults { DelayMs = 3, MicrosecondsPerByte = 10, QueueMs = 25 });
        int[] delays = [.. Enumerable.Range(0, 3).Select(_ => DelayOf(faults))];
        Assert.Equal([13, 23, 33], delays);
        Assert.Equal(FrameFate.Lost, Decide(faults, 0, out _));
    }

    [Fact]
    public void What_is_cut_off_neither_sends_nor_receives_until_the_network_is_healthy()
    {
        SoakFaults faults = Faults(new LaneFaults(), new LaneFaults());
        faults.SetCutOff(1, true);
        Assert.Equal(FrameFate.Lost, Decide(faults, 0, out _));
        Assert.Equal(FrameFate.Lost, Decide(faults, 1, out _));
        faults.Heal();
        Assert.Equal(FrameFate.Delivered, Decide(faults, 0, out _));
        Assert.Equal(FrameFate.Delivered, Decide(faults, 1, out _));
    }

    [Fact]
    public void Of_the_fragments_of_a_datagram_one_is_broken_and_further_ones_are_lost()
    {
        SoakFaults faults = Faults(new LaneFaults { Corrupt = 1 });
        FrameFate[] fates = [.. new[] { 7, 7, 8 }.Select(datagram => DecideFragment(faults, datagram))];
        Assert.Equal([FrameFate.Corrupted, FrameFate.Lost, FrameFate.Corrupted], fates);
    }

    private static FrameFate DecideFragment(SoakFaults faults, int datagram)
    {
        byte[] frame = new byte[Length];
        BigEndian.WriteUInt16(frame, EthernetHeader.EtherType, EthernetHeader.TypeIPv4);
        BigEndian.WriteUInt16(frame, EthernetHeader.Length + IPv4Header.Identification, datagram);
        BigEndian.WriteUInt16(frame, EthernetHeader.Length + IPv4Header.Fragment, IPv4Header.MoreFragments);
        return faults.Decide(0, 0, frame, Length, out _);
    }

    private static int DelayOf(SoakFaults faults)
    {
        Assert.Equal(FrameFate.Delivered, Decide(faults, 0, out int delayMs));
        return delayMs;
    }

    private static SoakFaults Faults(params LaneFaults[] lanes) => new(lanes, new SplitMix64(5));

    /// <summary>A frame to the other one of the first two ports.</summary>
    private static FrameFate Decide(SoakFaults faults, int sender, out int delayMs)
    {
        byte[] frame = new byte[Length];
        SoakPlan.MacOf(1 - sender).CopyTo(frame, EthernetHeader.Destination);
        BigEndian.WriteUInt16(frame, EthernetHeader.EtherType, EthernetHeader.TypeIPv4);
        return faults.Decide(0, sender, frame, Length, out delayMs);
    }
}
