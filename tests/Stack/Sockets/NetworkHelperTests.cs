// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

extern alias nano;
using nano::nanoFramework.Networking;
using NanoTcp.Testing;

namespace NanoTcp.Tests.Stack.Sockets;

/// <summary>A program waits until its network can be used.</summary>
public sealed class NetworkHelperTests : IDisposable
{
    private readonly TestNetwork _network = new(seed: 1);
    private readonly TestRouter _router;
    private readonly TestHost _host;

    public NetworkHelperTests()
    {
        _router = _network.AddRouter("192.168.1.1");
        _host = _network.AddDhcpHost();
    }

    public void Dispose()
    {
        _network.Dispose();
    }

    [Fact]
    public void It_waits_for_a_lease()
    {
        Assert.True(_host.Run(() => NetworkHelper.SetupAndConnectNetwork(requiresDateTime: true)));

        Assert.True(_host.HasAddress);
        Assert.Equal(NetworkHelperStatus.NetworkIsReady, _host.Run(() => NetworkHelper.Status));
    }

    [Fact]
    public void It_sets_a_static_address()
    {
        IPConfiguration configuration = new("192.168.1.44", "255.255.255.0", "192.168.1.1", ["192.168.1.1"]);

        Assert.True(_host.Run(() => NetworkHelper.SetupAndConnectNetwork(configuration)));

        Assert.Equal("192.168.1.44", _host.Address);
        Assert.Equal(1, _host.Network.Interface.Settings.DnsServers);
    }

    [Fact]
    public void A_cancelled_wait_ends_soon()
    {
        _host.PullCable();
        using CancellationTokenSource source = new();
        _host.Start(() =>
        {
            SocketBench.Sleep(1000);
            source.Cancel();
        });

        bool isReady = _host.Run(() => NetworkHelper.SetupAndConnectNetwork(source.Token));

        Assert.False(isReady);
        Assert.InRange(_network.Now, 1000, 1200);
        Assert.Equal(NetworkHelperStatus.TokenExpiredWaitingIPAddress, _host.Run(() => NetworkHelper.Status));
    }

    [Fact]
    public void A_wrong_address_is_told()
    {
        IPConfiguration configuration = new("192.168.1.44", "255.0.255.0", "192.168.1.1");

        Assert.False(_host.Run(() => NetworkHelper.SetupAndConnectNetwork(configuration)));

        Assert.Equal(NetworkHelperStatus.ExceptionOccurred, _host.Run(() => NetworkHelper.Status));
        Assert.IsType<ArgumentException>(_host.Run(() => NetworkHelper.HelperException));
    }

    [Fact]
    public void The_event_is_set_while_there_is_an_address()
    {
        _host.Run(() => NetworkHelper.SetupNetworkHelper());
        Assert.Equal(NetworkHelperStatus.Started, _host.Run(() => NetworkHelper.Status));
        Assert.False(IsReady());

        _network.RunUntil(() => _host.HasAddress);
        _network.RunFor(1);
        Assert.True(IsReady());

        _router.LeasesAddresses = false;
        _host.Run(() => _host.Network.Interface.UseDhcp());
        _network.RunFor(1);
        Assert.False(IsReady());
        Assert.Equal(NetworkHelperStatus.Reconnecting, _host.Run(() => NetworkHelper.Status));
    }

    [Fact]
    public void It_is_set_up_once_until_it_is_reset()
    {
        _host.Run(() => NetworkHelper.SetupNetworkHelper());
        Assert.Throws<InvalidOperationException>(() => _host.Run(() => NetworkHelper.SetupNetworkHelper()));

        _host.Run(() => NetworkHelper.Reset());
        Assert.Equal(NetworkHelperStatus.None, _host.Run(() => NetworkHelper.Status));

        _host.Run(() => NetworkHelper.SetupNetworkHelper());
        _network.RunUntil(() => _host.HasAddress);
        _network.RunFor(1);
        Assert.True(IsReady());
    }

    [Fact]
    public void A_program_without_a_network_is_told_so()
    {
        Assert.False(NetworkHelper.SetupAndConnectNetwork(TestContext.Current.CancellationToken));
        Assert.Equal(NetworkHelperStatus.FailedNoNetworkInterface, NetworkHelper.Status);
        Assert.Throws<NotSupportedException>(() => NetworkHelper.SetupNetworkHelper());
    }

    private bool IsReady()
    {
        return _host.Run(() => NetworkHelper.NetworkReady.WaitOne(0));
    }
}
