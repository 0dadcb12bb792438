// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Mdns;
using NanoTcp.Simulation.Wire;
using NanoTcp.Udp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Mdns;

/// <summary>Boards that all want one name, on one wire, in virtual time.</summary>
public class ManyBoardsTests
{
    [Theory]
    [InlineData(2, 1)]
    [InlineData(2, 2)]
    [InlineData(2, 3)]
    [InlineData(3, 4)]
    [InlineData(5, 5)]
    public void Each_gets_a_name_of_its_own_and_keeps_it(int boards, int seed)
    {
        World world = new(boards, seed);
        world.Network.Run(20_000);
        string[] names = world.Names;
        Assert.Equal([.. Enumerable.Range(1, boards).Select(i => i == 1 ? "kitchen" : $"kitchen-{i}")], names.Order());
        Assert.All(world.Responders, responder => Assert.Equal(MdnsState.Established, responder.State));
        int[] probes = world.Probes;
        world.Network.Run(3_600_000);
        Assert.Equal(names, world.Names);
        Assert.Equal(probes, world.Probes);
    }

    [Fact]
    public void Two_that_start_at_the_same_time_need_few_probes_whoever_wins()
    {
        for (int seed = 1; seed <= 50; seed++)
        {
            World world = new(2, seed);
            world.Network.Run(20_000);
            Assert.Equal(["kitchen", "kitchen-2"], world.Names.Order());
            Assert.All(world.Probes, probes => Assert.InRange(probes, 3, 9));
        }
    }

    [Fact]
    public void The_one_that_comes_later_takes_the_next_name()
    {
        World world = new(1, 1);
        world.Network.Run(10_000);
        world.Add();
        world.Network.Run(10_000);
        Assert.Equal(["kitchen", "kitchen-2"], world.Names);
        Assert.Equal(0, world.Responders[0].GetCount(MdnsCounter.Conflicts));
    }

    [Fact]
    public void The_first_name_is_free_again_when_its_owner_stops()
    {
        World world = new(2, 1);
        world.Network.Run(10_000);
        MdnsResponder owner = world.Responders.Single(responder => responder.Name == "kitchen");
        owner.Stop();
        world.Network.Run(1000);
        world.Add();
        world.Network.Run(10_000);
        Assert.Equal("kitchen", world.Names[2]);
    }

    [Fact]
    public void Boards_without_a_wanted_name_do_not_meet()
    {
        World world = new(3, 1, null);
        world.Network.Run(10_000);
        Assert.Equal(["nanotcp-0a02", "nanotcp-0a03", "nanotcp-0a04"], world.Names);
        Assert.All(world.Responders, responder => Assert.Equal(3, responder.GetCount(MdnsCounter.ProbesSent)));
    }

    [Fact]
    public void Services_of_one_name_get_numbers_as_their_hosts_do()
    {
        World world = new(3, 7, "kitchen", "Kitchen");
        world.Network.Run(20_000);
        Assert.Equal(["Kitchen", "Kitchen (2)", "Kitchen (3)"], world.Responders.Zip(world.Services, (responder, service) => responder.InstanceOf(service!)).Order());
    }

    private sealed class World
    {
        private readonly VirtualWire _wire = new();
        private readonly int _seed;
        private readonly string? _name;
        private readonly string? _instance;

        public World(int boards, int seed, string? name = "kitchen", string? instance = null)
        {
            Network = new VirtualNetwork(_wire);
            _seed = seed;
            _name = name;
            _instance = instance;
            for (int i = 0; i < boards; i++)
            {
                Add();
            }
        }

        public VirtualNetwork Network { get; }

        public List<MdnsResponder> Responders { get; } = [];

        public List<MdnsService?> Services { get; } = [];

        public string[] Names => [.. Responders.Select(responder => responder.Name)];

        public int[] Probes => [.. Responders.Select(responder => responder.GetCount(MdnsCounter.ProbesSent))];

        public void Add()
        {
            int last = Responders.Count + 2;
            NetworkStack stack = new(_wire.Attach([2, 0, 0, 0, 0x0A, (byte)last]), new FixedEntropy(_seed * 100 + last), new StackOptions());
            UdpTransport udp = new(stack);
            IPv4 ip = new(stack, new IPv4Options());
            ip.Configure(new HostAddress(IPv4Address.From(192, 168, 7, (byte)last)), 24, HostAddress.Any);
            MdnsResponder responder = new(udp, ip, new MdnsOptions { Name = _name });
            MdnsService? service = _instance == null ? null : new MdnsService { Instance = _instance };
            Assert.True(service == null || responder.Add(service));
            Assert.Equal(SocketError.Success, responder.Start());
            Responders.Add(responder);
            Services.Add(service);
            Network.Add(stack, new Application(responder));
        }
    }

    private sealed class Application(MdnsResponder responder) : INodeApplication
    {
        public long Poll(long now) => responder.Poll(now);
    }
}
