// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Seeds;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Fuzz;

/// <summary>The addresses around the host under test. Every sender of valid traffic is one of a few stations.</summary>
internal static class FuzzNetwork
{
    public const int PrefixLength = 24;

    /// <summary>The number of stations beside the host and the gateway.</summary>
    public const int Stations = 12;

    public static readonly uint Own = IPv4Address.From(192, 168, 7, 2);
    public static readonly uint Gateway = IPv4Address.From(192, 168, 7, 1);
    public static readonly uint Broadcast = IPv4Address.From(192, 168, 7, 255);

    /// <summary>The station that is served at the end. Until then it is silent.</summary>
    public static readonly uint Visitor = IPv4Address.From(192, 168, 7, 200);

    public static readonly byte[] OwnMac = [0x02, 0, 0, 0, 0, 2];
    public static readonly byte[] BroadcastMac = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF];

    private static readonly byte[][] s_macs = [.. Enumerable.Range(0, 256).Select(last => new byte[] { 0x02, 0, 0, 0, 1, (byte)last })];

    /// <summary>The MAC address of who sends from an address: a station, or the gateway for all that is far away.</summary>
    public static byte[] MacOf(uint address)
    {
        return s_macs[(address ^ Own) < 256 ? address & 0xFF : Gateway & 0xFF];
    }

    /// <summary>An address from which somebody may send: mostly a station's, now and then a far one.</summary>
    public static uint PickSource(SplitMix64 random)
    {
        int index = random.Below(Stations + 3);
        return index < Stations ? (Own & 0xFFFFFF00) + 10 + (uint)index : IPv4Address.From(10, 1, 2, (byte)index);
    }
}
