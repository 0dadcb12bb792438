// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

extern alias nano;
using nano::NanoTcp.Sockets;
using NanoTcp.Network;
using NanoTcp.Resolver;
using NanoTcp.Testing;

namespace NanoTcp.Tests.HostSim.Testing;

public sealed class TestRouterTests : IDisposable
{
    private readonly TestNetwork _network = new(seed: 1);
    private readonly TestRouter _router;
    private readonly TestHost _host;

    public TestRouterTests()
    {
        _router = _network.AddRouter("192.168.1.1");
        _host = _network.AddHost("192.168.1.20");
    }

    public void Dispose()
    {
        _network.Dispose();
    }

    [Fact]
    public void A_name_that_was_added_has_its_address()
    {
        _router.AddName("broker.example.org", "192.168.1.10");

        Assert.Equal("192.168.1.10", _host.Run(() => Resolve("broker.example.org")));
    }

    [Fact]
    public void A_name_that_was_not_added_does_not_exist()
    {
        Assert.Equal("NotFound", _host.Run(() => Resolve("broker.example.org")));
    }

    [Fact]
    public void A_router_that_does_not_answer_is_waited_for_in_virtual_time()
    {
        _router.AnswersNames = false;

        Assert.Equal("TimedOut", _host.Run(() => Resolve("broker.example.org")));
        Assert.InRange(_network.Now, 1000, 60_000);
    }

    [Fact]
    public void A_host_with_a_name_is_found_on_its_link()
    {
        _network.AddHost("192.168.1.30", new NetworkInterfaceOptions { HostName = "sensor" });
        _network.RunFor(5000);

        Assert.Equal("192.168.1.30", _host.Run(() => Resolve("sensor.local")));
    }

    [Fact]
    public void A_network_has_one_router()
    {
        Assert.Throws<InvalidOperationException>(() => _network.AddRouter("192.168.1.2"));
    }

    private static string Resolve(string name)
    {
        SocketNetwork network = SocketNetwork.Current!;
        ResolverQuery query = new();
        network.Threads.Enter();
        try
        {
            network.Resolver!.Begin(name, query);
            network.Threads.Changed();
            network.Threads.Wait(new Answered(query), long.MaxValue);
        }
        finally
        {
            network.Threads.Leave();
        }

        return query.State == ResolverState.Success ? query.GetAddress(0).ToString() : query.State.ToString();
    }

    private sealed class Answered(ResolverQuery query) : Waiter
    {
        public override bool IsOver()
        {
            return query.State != ResolverState.Pending;
        }
    }
}
