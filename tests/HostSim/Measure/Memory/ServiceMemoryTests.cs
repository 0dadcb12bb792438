// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Measure.Memory;
using NanoTcp.Udp;

namespace NanoTcp.Tests.HostSim.Measure.Memory;

/// <summary>The memory of the services beside TCP.</summary>
public class ServiceMemoryTests
{
    private static readonly MemoryConfiguration s_bare = new(null, MemoryApplication.None);

    public static TheoryData<string> Services => [.. Enum.GetNames<MemoryService>()];

    [Theory]
    [MemberData(nameof(Services))]
    public void A_service_takes_memory_when_it_is_there_and_none_when_it_is_left_out(string name)
    {
        MemoryService service = Enum.Parse<MemoryService>(name);
        string part = MemoryParts.Services[(int)service];
        Assert.Equal(0, MemoryModel.Bytes(s_bare, part));
        Assert.InRange(MemoryModel.Bytes(s_bare with { Services = [service] }, part), 1, 12_000);
    }

    [Fact]
    public void A_service_costs_the_core_nothing()
    {
        // An address that both know counts once, for whom it is found first.
        const int Shared = 100;
        int core = MemoryModel.Bytes(s_bare, MemoryParts.Core);
        MemoryConfiguration all = s_bare with { Services = [MemoryService.Dhcp, MemoryService.AutoIp, MemoryService.Resolver, MemoryService.Mdns, MemoryService.Sntp] };
        Assert.InRange(MemoryModel.Bytes(all, MemoryParts.Core), core - Shared, core);
    }

    [Fact]
    public void A_UDP_socket_takes_its_queue_and_little_more()
    {
        Assert.InRange(MemoryCosts.UdpSocket(s_bare), new UdpSocketOptions().QueueBytes, new UdpSocketOptions().QueueBytes + 400);
    }

    [Fact]
    public void Without_groups_IGMP_takes_no_memory()
    {
        Assert.Equal(0, MemoryModel.Bytes(s_bare with { Groups = 0 }, MemoryParts.Groups));
        Assert.InRange(MemoryCosts.Group(s_bare), 1, 16);
    }

    [Fact]
    public void What_a_service_needs_comes_with_it()
    {
        Assert.True((s_bare with { Services = [MemoryService.Sntp] }).Has(MemoryService.Udp));
        MemoryConfiguration network = s_bare with { Services = [MemoryService.Interface] };
        Assert.All((MemoryService[])[MemoryService.Udp, MemoryService.Dhcp, MemoryService.AutoIp], service => Assert.True(network.Has(service)));
        Assert.False(network.Has(MemoryService.Mdns));
        Assert.True((s_bare with { Application = MemoryApplication.Sensor }).Has(MemoryService.Mdns));
    }
}
