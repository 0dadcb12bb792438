// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.Stack.Hostile;

/// <summary>
/// Malformed and malicious packets of the kinds that broke other stacks (the studies called AMNESIA:33, NAME:WRECK, Ripple20 and INFRA:HALT), and the
/// abuse of ARP, ICMP and DHCP. Each is dropped or answered as its row says and counted once, and leaves nothing behind. The packets of DNS and mDNS
/// are with the tests of their parsers.
/// </summary>
public class HostilePacketTests
{
    private static readonly Dictionary<string, (HostilePacket Packet, bool IsForDhcp)> s_packets = new(
        [
            .. HostileFrames.All.Concat(HostileIPv4.All).Concat(HostileIcmp.All).Concat(HostileUdp.All).Concat(HostileTcp.All)
                .Select(packet => KeyValuePair.Create(packet.Name, (packet, false))),
            .. HostileDhcp.All.Select(packet => KeyValuePair.Create(packet.Name, (packet, true))),
        ]);

    public static TheoryData<string> Names => [.. s_packets.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_hostile_packet_is_counted_once_and_leaves_nothing(string name)
    {
        (HostilePacket packet, bool isForDhcp) = s_packets[name];

        // Code that runs for the first time allocates. That is not the stack's doing.
        HostileHost first = new(isForDhcp);
        first.Arrive(packet.Make(first));
        first.FindLeft();

        HostileHost host = new(isForDhcp);
        byte[] frame = packet.Make(host);
        Dictionary<string, int> before = host.Counters();
        host.Arrive(frame);
        long allocated = host.Allocated;
        string answer = host.Answer;
        IEnumerable<string> counted = host.Counters().Where(counter => counter.Value != before[counter.Key]).Select(counter => $"{counter.Key} +{counter.Value - before[counter.Key]}");
        IEnumerable<string> expected = new[] { packet.Counter, packet.Also }.OfType<Enum>().Select(counter => $"{HostileHost.NameOf(counter)} +1");
        Assert.Equal(expected.Order(), counted.Order());
        Assert.Equal(packet.Answer, answer);
        Assert.Equal(0, allocated);
        Assert.Null(host.FindLeft());
    }

    [Fact]
    public void There_are_at_least_150_of_them_and_no_two_are_the_same()
    {
        HostileHost host = new(hasDhcp: false);
        HostileHost asking = new(hasDhcp: true);
        string[] frames = [.. s_packets.Values.Select(row => Convert.ToHexString(row.Packet.Make(row.IsForDhcp ? asking : host)))];
        Assert.Equal(frames.Length, frames.Distinct().Count());
        Assert.InRange(frames.Length, 150, int.MaxValue);
    }
}
