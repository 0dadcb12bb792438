// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;

namespace NanoTcp.Testing;

// What the cables do to frames, and what was on them.
public sealed partial class TestNetwork
{
    /// <summary>The probability that a frame is lost, from 0 to 1. This and the other faults may change at any time.</summary>
    public double Loss
    {
        get => Faults.Loss;
        set => Faults = Faults with { Loss = Probability(value) };
    }

    /// <summary>The probability that a frame arrives twice.</summary>
    public double Duplicate
    {
        get => Faults.Duplicate;
        set => Faults = Faults with { Duplicate = Probability(value) };
    }

    /// <summary>The probability that a frame is held back, so that later ones overtake it.</summary>
    public double Reorder
    {
        get => Faults.Reorder;
        set => Faults = Faults with { Reorder = Probability(value) };
    }

    /// <summary>The probability that a bit of a frame is flipped, past what Ethernet itself detects.</summary>
    public double Corrupt
    {
        get => Faults.Corrupt;
        set => Faults = Faults with { Corrupt = Probability(value) };
    }

    /// <summary>The milliseconds that each frame takes.</summary>
    public int DelayMs
    {
        get => Faults.DelayMs;
        set => Faults = Faults with { DelayMs = Time(value) };
    }

    /// <summary>At most this many milliseconds more for each frame. The frames of one sender stay in order.</summary>
    public int JitterMs
    {
        get => Faults.JitterMs;
        set => Faults = Faults with { JitterMs = Time(value) };
    }

    /// <summary>How many of the newest frames are kept for <see cref="ToPcap"/> and <see cref="ToLadder"/>.</summary>
    public int RecordedFrames
    {
        get => _frames.Capacity;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _frames.Capacity = value;
        }
    }

    /// <summary>A number that stands for all frames so far, with their times. Equal runs have equal numbers.</summary>
    public ulong FrameHash => _frames.Hash;

    private WireFaults Faults
    {
        get => _injector.Faults;
        set => _injector.Faults = value;
    }

    /// <summary>The recorded frames as a file for Wireshark (pcap).</summary>
    public byte[] ToPcap()
    {
        return _frames.ToPcap(StartTime);
    }

    /// <summary>The recorded frames of a host as text, a line each, for the message of a failing test. The host is on the right.</summary>
    /// <param name="host">The host.</param>
    public string ToLadder(TestHost host)
    {
        ArgumentNullException.ThrowIfNull(host);
        return _frames.ToLadder(host.MacAddress, new TcpOptions().TimeWait);
    }

    private static double Probability(double value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, 1);
        return value;
    }

    private static int Time(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        return value;
    }
}
