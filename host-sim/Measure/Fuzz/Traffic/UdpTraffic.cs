// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Seeds;
using NanoTcp.Udp;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Fuzz.Traffic;

/// <summary>UDP: datagrams to the echo port, to ports that nobody has, and from impossible ones (RFC 768).</summary>
internal sealed class UdpTraffic(FuzzHost host, SplitMix64 random) : FuzzTraffic(host, random)
{
    private static readonly int[] s_ports = [0, 1, 53, 67, 68, 123, 137, 161, 1900, 5353, 65535];

    /// <inheritdoc/>
    public override int Weight => 3;

    /// <inheritdoc/>
    public override IEnumerable<(string Name, int Count)> Counts => CountsOf<UdpCounter>(Host.Udp.GetCount);

    /// <inheritdoc/>
    public override void Make(FuzzFrame frame)
    {
        BeginPacket(frame, IPv4Header.ProtocolUdp);
        int source = Random.Chance(0.9) ? 1024 + Random.Below(1000) : s_ports[Random.Below(s_ports.Length)];
        int destination = Random.Below(10) switch
        {
            < 7 => FuzzHost.EchoPort,
            < 9 => s_ports[Random.Below(s_ports.Length)],
            _ => Random.Below(65536),
        };
        frame.WriteUdp(source, destination);
        WriteContent(frame, Random.Below(Random.Chance(0.9) ? 200 : 1473));
    }
}
