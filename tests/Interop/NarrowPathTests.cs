// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using System.Text.RegularExpressions;

namespace NanoTcp.Tests.Interop;

/// <summary>Paths and other ends that take only small packets. Every byte arrives, in hardly more segments than necessary.</summary>
[Trait(Speed.Trait, Speed.Slow)]
public partial class NarrowPathTests : InteropTests
{
    private const int Headers = 40;
    private const string Client = "10.77.0.2";
    private const string Router = "10.77.0.1";

    [GeneratedRegex(@"counter packets (\d+)")]
    private static partial Regex Packets { get; }

    [Theory]
    [InlineData(68, false)]
    [InlineData(80, false)]
    [InlineData(80, true)]
    [InlineData(103, false)]
    [InlineData(576, false)]
    [InlineData(1000, false)]
    [InlineData(1000, true)]
    public void A_router_whose_next_hop_takes_less_costs_a_flight_and_not_a_storm(int mtu, bool offload)
    {
        Needs.Curl();
        Needs.Program("nft", "nftables");
        const int size = 20_000;
        using Peer peer = Peer.Serve("--gw", Peer.KernelAddress, "--offload", offload ? "true" : "false");
        using NetworkNamespace client = new();
        peer.Network.Run("ip", "link", "add", "veth0", "type", "veth", "peer", "name", "eth0", "netns", client.Name);
        peer.Network.Run("ip", "addr", "add", $"{Router}/24", "dev", "veth0");
        peer.Network.Run("ip", "link", "set", "veth0", "up");
        peer.Network.Run("ip", "route", "replace", "10.77.0.0/24", "dev", "veth0", "src", Router, "mtu", "lock", $"{mtu}");
        peer.Network.Run("sysctl", "-q", "-w", "net.ipv4.ip_forward=1");
        client.Run("ip", "addr", "add", $"{Client}/24", "dev", "eth0");
        client.Run("ip", "link", "set", "eth0", "up");
        client.Run("ip", "route", "add", "default", "via", Router);
        Count(peer.Network, "from_stack", "prerouting", $"iifname \"{Peer.Tap}\" ip protocol tcp");
        Count(peer.Network, "errors", "output", $"oifname \"{Peer.Tap}\" icmp type destination-unreachable");

        ProgramResult curl = client.Run("curl", "--silent", "--show-error", $"http://{Peer.Address}/bytes/{size}");

        Assert.Equal(Pattern(size), curl.Output);
        int segments = (size + 400) / (mtu - Headers) + 1;
        int errors = Counted(peer.Network, "errors");
        int sent = Counted(peer.Network, "from_stack");
        Assert.InRange(errors, 1, 20);
        Assert.InRange(sent, offload ? 1 : segments, 2 * segments + 100);
        peer.Stop();
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(1, true)]
    [InlineData(40, false)]
    [InlineData(40, true)]
    [InlineData(48, false)]
    [InlineData(63, false)]
    [InlineData(100, true)]
    public void No_segment_is_larger_than_the_kernel_has_asked_for(int mss, bool offload)
    {
        Needs.Curl();
        Needs.Program("nft", "nftables");
        const int size = 3000;
        using Peer peer = Peer.Serve("--offload", offload ? "true" : "false");
        peer.Network.Run("ip", "route", "replace", "192.168.7.0/24", "dev", Peer.Tap, "src", Peer.KernelAddress, "advmss", $"{mss}");
        Count(peer.Network, "asked", "output", $"ip daddr {Peer.Address} tcp flags syn tcp option maxseg size {mss}");
        CountLarger(peer.Network, Headers + mss);

        ProgramResult curl = peer.Network.Run("curl", "--silent", "--show-error", $"http://{Peer.Address}/bytes/{size}");

        Assert.Equal(Pattern(size), curl.Output);
        Assert.Equal(1, Counted(peer.Network, "asked"));
        if (!offload)
        {
            Assert.Equal(0, CountedLarger(peer.Network));
        }

        peer.Stop();
    }

    [Fact]
    public void Timestamps_are_a_part_of_what_the_kernel_has_asked_for()
    {
        Needs.Program("nft", "nftables");
        const int mss = 60;
        using Peer peer = Peer.Control();
        peer.Network.Run("ip", "route", "replace", "192.168.7.0/24", "dev", Peer.Tap, "src", Peer.KernelAddress, "advmss", $"{mss}");
        CountLarger(peer.Network, Headers + mss);
        int listener = peer.OrderHandle("tcp");
        peer.Order($"bind {listener} * 9");
        peer.Order($"listen {listener} 1");
        using RunningProgram client = peer.Network.Start("bash", "-c", $"cat </dev/tcp/{Peer.Address}/9 | wc -c");
        int accepted = int.Parse(peer.Await($"accept {listener}").Split(' ')[1], CultureInfo.InvariantCulture);
        Assert.Contains(" mss=48 ", peer.Order($"info {accepted}"));
        Assert.Equal("2000", peer.Order($"write {accepted} 2000"));
        peer.Order($"close {accepted}");
        client.EndInput();
        Assert.Equal("2000", Assert.Single(client.Wait().Succeeded().Lines));
        Assert.Equal(0, CountedLarger(peer.Network));
    }

    /// <summary>Counts packets that a rule matches.</summary>
    private static void Count(NetworkNamespace network, string name, string hook, string match)
    {
        network.Run("nft", $"add table ip {name}");
        network.Run("nft", $"add chain ip {name} counted {{ type filter hook {hook} priority 0; }}");
        network.Run("nft", $"add rule ip {name} counted {match} counter");
    }

    /// <summary>Counts what comes from the stack in packets of more bytes, SYNs apart: the sizes are about text.</summary>
    private static void CountLarger(NetworkNamespace network, int bytes)
    {
        network.Run("nft", "add table netdev large");
        network.Run("nft", $"add chain netdev large from_stack {{ type filter hook ingress device {Peer.Tap} priority 0; }}");
        network.Run("nft", $"add rule netdev large from_stack ip protocol tcp tcp flags & syn == 0 ip length > {bytes} counter");
    }

    private static int CountedLarger(NetworkNamespace network)
    {
        return CountedBy(network, "netdev", "large", "from_stack");
    }

    private static int Counted(NetworkNamespace network, string name)
    {
        return CountedBy(network, "ip", name, "counted");
    }

    private static int CountedBy(NetworkNamespace network, string family, string table, string chain)
    {
        string listing = network.Run("nft", "list", "chain", family, table, chain).Text;
        return int.Parse(Packets.Match(listing).Groups[1].Value, CultureInfo.InvariantCulture);
    }
}
