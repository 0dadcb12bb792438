// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Dhcp;
using NanoTcp.Host;
using NanoTcp.Ip;

namespace NanoTcp.Tests.Interop;

/// <summary>A link-local address beside the kernel, which finds it, has it already, or takes it away.</summary>
public class AutoIpTests : InteropTests
{
    private const string KernelAddress = "169.254.200.200";

    [Fact]
    public void The_kernel_reaches_a_host_without_a_server()
    {
        Needs.Ping();
        Needs.Arping();
        using NetworkNamespace network = new();
        using TapHost host = new(network, $"{KernelAddress}/16");
        AutoIp auto = Started(host);
        host.RunUntil(auto, () => auto.IsConfigured);
        host.RunWhile(auto, network.Start("ping", "-c", "3", "-i", "0.2", $"{auto.Address}")).Succeeded();

        // Who wants the same address is told that it is taken: with -D arping ends with 1 when it got an answer.
        ProgramResult probe = host.RunWhile(auto, network.Start("arping", "-D", "-c", "2", "-w", "3", "-I", Peer.Tap, $"{auto.Address}"));
        Assert.Equal(1, probe.ExitCode);
        Assert.False(host.Ip.IsAddressLost);
    }

    [Fact]
    public void An_address_that_the_kernel_has_is_left_to_it()
    {
        using NetworkNamespace network = new();
        using TapHost host = new(network, $"{KernelAddress}/16");
        AutoIp auto = Started(host);
        HostAddress first = auto.Address;
        network.Run("ip", "address", "add", $"{first}/16", "dev", Peer.Tap);
        host.RunUntil(auto, () => auto.IsConfigured);
        Assert.NotEqual(first, auto.Address);
        Assert.Equal(1, auto.GetCount(AutoIpCounter.Conflicts));
    }

    [Fact]
    public void A_station_that_claims_the_address_again_and_again_gets_it()
    {
        Needs.Arping();
        using NetworkNamespace network = new();
        using TapHost host = new(network, $"{KernelAddress}/16");
        AutoIp auto = Started(host);
        host.RunUntil(auto, () => auto.IsConfigured);
        HostAddress first = auto.Address;
        network.Run("ip", "address", "add", $"{first}/16", "dev", Peer.Tap);
        host.RunWhile(auto, network.Start("arping", "-U", "-c", "3", "-I", Peer.Tap, "-s", $"{first}", $"{first}"));
        host.RunUntil(auto, () => auto.IsConfigured);
        Assert.NotEqual(first, auto.Address);
        Assert.Equal(1, auto.GetCount(AutoIpCounter.Lost));
        Assert.InRange(host.Ip.GetCount(ArpCounter.Conflict), 2, 3);
    }

    private static AutoIp Started(TapHost host)
    {
        AutoIp auto = new(host.Ip);
        auto.Start();
        return auto;
    }
}
