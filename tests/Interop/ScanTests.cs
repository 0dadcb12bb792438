// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.Interop;

/// <summary>Programs that live on the ICMP errors of others: scanners, and those that look for a way.</summary>
public class ScanTests : InteropTests
{
    private const string Far = "10.77.0.2";
    private const string Router = "10.77.0.1";

    [Fact]
    public void Nmap_finds_every_port_of_UDP_closed_that_nobody_has()
    {
        Needs.Program("nmap", "nmap");
        using Peer peer = Peer.Control();
        ProgramResult nmap = peer.Network.Run("nmap", "-n", "-Pn", "-sU", "--reason", "-p", "100-119", Peer.Address);
        Assert.Equal(20, nmap.Lines.Count(line => line.Contains("/udp closed ", StringComparison.Ordinal) && line.EndsWith("port-unreach ttl 64", StringComparison.Ordinal)));
        Assert.InRange(peer.Counter("icmp_errors_sent"), 20, 40);
        peer.Stop();
    }

    [Fact]
    public void Nmap_finds_the_protocols_that_the_stack_speaks()
    {
        Needs.Program("nmap", "nmap");
        using Peer peer = Peer.Control();
        ProgramResult nmap = peer.Network.Run("nmap", "-n", "-Pn", "-sO", "--reason", "-p", "1,6,17,33,41,132,200", Peer.Address);
        string[] states = [.. nmap.Lines.Where(line => char.IsDigit(line[0])).Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[..2]))];
        Assert.Equal(["1 open", "6 open", "17 open", "33 closed", "41 closed", "132 closed", "200 closed"], states);
        Assert.Contains("proto-unreach", nmap.Text);
        peer.Stop();
    }

    [Fact]
    public void Hping3_gets_port_unreachable()
    {
        Needs.Program("hping3", "hping3");
        using Peer peer = Peer.Control();
        ProgramResult hping = peer.Network.Try("hping3", "-n", "--udp", "-p", "9999", "-c", "3", "-i", "u20000", "-d", "100", Peer.Address);
        Assert.Equal(3, hping.Text.Split("ICMP Port Unreachable from ip=192.168.7.2").Length - 1);
        peer.Stop();
    }

    [Theory]
    [InlineData("-U")]
    [InlineData("-I")]
    [InlineData("-T")]
    [InlineData("default")]
    public void Traceroute_arrives_at_the_board(string method)
    {
        Needs.Program("traceroute", "traceroute");
        Needs.Ping();
        using Peer peer = Peer.Serve("--gw", Peer.KernelAddress);
        using NetworkNamespace client = Behind(peer, 1500);
        Pings.Send(client, 1, 56);
        string[] options = method == "default" ? [] : method == "-T" ? ["-T", "-p", "7"] : [method];
        ProgramResult trace = client.Run("traceroute", ["-n", "-q", "2", "-m", "4", "-w", "5,0,0", .. options, Peer.Address]);
        Assert.Equal(3, trace.Lines.Length);
        Assert.StartsWith($"1  {Router} ", trace.Lines[1]);
        Assert.StartsWith($"2  {Peer.Address} ", trace.Lines[2]);
        Assert.DoesNotContain("*", trace.Lines[2]);
        peer.Stop();
    }

    // A router that may cut packets does: nobody needs to look for the size of the path.
    [Theory]
    [InlineData(1500)]
    [InlineData(1000)]
    [InlineData(576)]
    public void Long_pings_and_datagrams_pass_a_narrow_path(int mtu)
    {
        Needs.Ping();
        Needs.Netcat();
        using Peer peer = Peer.Serve("--gw", Peer.KernelAddress);
        using NetworkNamespace client = Behind(peer, mtu);
        Pings.Send(client, 5, 4000);

        byte[] datagram = Noise(3000);
        using RunningProgram netcat = client.Start("nc", "-u", "-W", "1", Peer.Address, "7");
        netcat.Write(datagram);
        Assert.Equal(datagram, netcat.WaitForBytes(datagram.Length));
        peer.Stop();
    }

    /// <summary>A network behind the namespace of a peer, which is its router, over a link that takes packets of so many bytes.</summary>
    private static NetworkNamespace Behind(Peer peer, int mtu)
    {
        NetworkNamespace client = new();
        peer.Network.Run("ip", "link", "add", "veth0", "type", "veth", "peer", "name", "eth0", "netns", client.Name);
        peer.Network.Run("ip", "addr", "add", $"{Router}/24", "dev", "veth0");
        peer.Network.Run("ip", "link", "set", "veth0", "mtu", $"{mtu}", "up");
        peer.Network.Run("sysctl", "-q", "-w", "net.ipv4.ip_forward=1");
        client.Run("ip", "addr", "add", $"{Far}/24", "dev", "eth0");
        client.Run("ip", "link", "set", "eth0", "mtu", $"{mtu}", "up");
        client.Run("ip", "route", "add", "default", "via", Router);
        return client;
    }
}
