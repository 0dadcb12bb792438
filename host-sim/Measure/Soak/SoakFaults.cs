// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Seeds;
using NanoTcp.Simulation.Wire;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Soak;

/// <summary>The faults of a whole network: each sender has its own, and ports can be cut off from all others.</summary>
internal sealed class SoakFaults(LaneFaults[] lanes, SplitMix64 random) : WireModel
{
    /// <summary>The longest delay of a reordered frame.</summary>
    public const int ReorderMs = 30;

    private readonly int[] _brokenDatagram = new int[lanes.Length];
    private readonly bool[] _inBurst = new bool[lanes.Length];
    private readonly bool[] _isCutOff = new bool[lanes.Length];
    private readonly double[] _busyUntil = new double[lanes.Length];

    /// <summary>Whether the network has become healthy: only delay is left.</summary>
    public bool IsHealed { get; private set; }

    public void Heal()
    {
        IsHealed = true;
        Array.Clear(_isCutOff);
    }

    public void SetCutOff(int port, bool isCutOff)
    {
        _isCutOff[port] = isCutOff;
    }

    /// <inheritdoc/>
    public override FrameFate Decide(long now, int sender, byte[] data, int length, out int delayMs)
    {
        delayMs = 0;
        if (sender >= lanes.Length)
        {
            return FrameFate.Delivered;
        }

        LaneFaults lane = lanes[sender];
        delayMs = lane.DelayMs;
        if (IsHealed)
        {
            return FrameFate.Delivered;
        }

        if (_isCutOff[sender] || IsCutOff(data) || IsLost(lane, sender))
        {
            return FrameFate.Lost;
        }

        delayMs += lane.JitterMs == 0 ? 0 : random.Below(lane.JitterMs + 1);
        if (lane.MicrosecondsPerByte > 0 && !Queue(lane, now, sender, length, ref delayMs))
        {
            return FrameFate.Lost;
        }

        return Spoil(lane, sender, data, length, ref delayMs);
    }

    private bool IsCutOff(byte[] data)
    {
        // The stations' addresses end with the number of their port.
        int port = data[EthernetHeader.Destination + 5];
        return (data[EthernetHeader.Destination] & 1) == 0 && port < _isCutOff.Length && _isCutOff[port];
    }

    private bool IsLost(LaneFaults lane, int sender)
    {
        if (lane.BurstBegins > 0 && random.Chance(_inBurst[sender] ? lane.BurstEnds : lane.BurstBegins))
        {
            _inBurst[sender] = !_inBurst[sender];
        }

        return _inBurst[sender] || (lane.Loss > 0 && random.Chance(lane.Loss));
    }

    private bool Queue(LaneFaults lane, long now, int sender, int length, ref int delayMs)
    {
        double start = Math.Max(now * 1000.0, _busyUntil[sender]);
        double waitMs = (start - now * 1000.0) / 1000;
        if (waitMs > lane.QueueMs)
        {
            return false;
        }

        _busyUntil[sender] = start + length * lane.MicrosecondsPerByte;
        delayMs += (int)((_busyUntil[sender] - now * 1000.0) / 1000);
        return true;
    }

    private static bool IsFragment(byte[] data)
    {
        // More fragments, or an offset (RFC 791 §3.1).
        return (BigEndian.ReadUInt16(data, EthernetHeader.Length + IPv4Header.Fragment) & 0x3FFF) != 0;
    }

    /// <summary>Whether no other fragment of this datagram is broken. Two errors could cancel out in the checksum of the whole.</summary>
    private bool IsFirstBroken(byte[] data, int sender)
    {
        int datagram = BigEndian.ReadUInt16(data, EthernetHeader.Length + IPv4Header.Identification);
        bool isFirst = _brokenDatagram[sender] != datagram;
        _brokenDatagram[sender] = datagram;
        return isFirst;
    }

    private FrameFate Spoil(LaneFaults lane, int sender, byte[] data, int length, ref int delayMs)
    {
        FrameFate fate = FrameFate.Delivered;
        if (lane.Corrupt > 0 && random.Chance(lane.Corrupt))
        {
            if (!HasChecksum(data) || (IsFragment(data) && !IsFirstBroken(data, sender)))
            {
                return FrameFate.Lost;
            }

            FlipBit(data, random.Below((length - EthernetHeader.Length) * 8));
            fate |= FrameFate.Corrupted;
        }

        if (lane.Duplicate > 0 && random.Chance(lane.Duplicate))
        {
            fate |= FrameFate.Duplicated;
        }

        if (lane.Reorder > 0 && random.Chance(lane.Reorder))
        {
            fate |= FrameFate.Reordered;
            delayMs += 1 + random.Below(ReorderMs);
        }

        return fate;
    }
}
