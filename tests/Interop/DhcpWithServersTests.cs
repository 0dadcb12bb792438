// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.Interop;

/// <summary>The DHCP client of the simulated board against real servers, each in a network of its own.</summary>
public class DhcpWithServersTests : InteropTests
{
    private string Leases => Path.Combine(Folder, "leases");

    [Fact]
    public void It_leases_an_address_from_the_server_of_ISC_which_learns_its_name()
    {
        Needs.Program("dhcpd", "isc-dhcp-server");
        using NetworkNamespace network = LeasingBoard.NewNetwork();
        string configuration = Path.Combine(Folder, "dhcpd.conf");
        File.WriteAllText(
            configuration,
            """
            authoritative;
            default-lease-time 120;
            subnet 192.168.7.0 netmask 255.255.255.0 {
              range 192.168.7.50 192.168.7.60;
              option routers 192.168.7.1;
              option domain-name-servers 192.168.7.1;
              option domain-name "example.test";
            }
            """);
        File.WriteAllText(Leases, "");
        RunningProgram server = network.Start("dhcpd", "-4", "-f", "-d", "-cf", configuration, "-lf", Leases, "-pf", Leases + ".pid", Peer.Tap);
        server.WaitForErrorText("Server starting service.");
        using Board board = LeasingBoard.Boot(network);
        board.Program.WaitForText("Address 192.168.7.50/24, leased by 192.168.7.1");

        server.WaitForErrorText($"DHCPACK on 192.168.7.50 to {LeasingBoard.Mac} (sensor-7) via {Peer.Tap}");
        network.Run("ping", "-n", "-c", "1", "-W", "60", "192.168.7.50");
        board.Stop();
    }

    [Fact]
    public void It_leases_an_address_from_the_server_of_BusyBox()
    {
        Needs.Program("udhcpd", "udhcpd");
        using NetworkNamespace network = LeasingBoard.NewNetwork();
        string configuration = Path.Combine(Folder, "udhcpd.conf");
        File.WriteAllText(
            configuration,
            $"""
            start 192.168.7.70
            end 192.168.7.70
            max_leases 1
            interface {Peer.Tap}
            lease_file {Leases}
            pidfile {Leases}.pid
            option subnet 255.255.255.0
            option router 192.168.7.1
            option dns 192.168.7.1
            option lease 120

            """);
        File.WriteAllText(Leases, "");
        RunningProgram server = network.Start("udhcpd", "-f", configuration);
        server.WaitForErrorText("started");
        using Board board = LeasingBoard.Boot(network);
        board.Program.WaitForText("Address 192.168.7.70/24, leased by 192.168.7.1");

        server.WaitForErrorText("sending ACK to 192.168.7.70");
        network.Run("ping", "-n", "-c", "1", "-W", "60", "192.168.7.70");
        board.Stop();
    }

    [Fact]
    public void When_the_link_comes_back_the_address_is_confirmed()
    {
        using NetworkNamespace network = LeasingBoard.NewNetwork();
        RunningProgram first = Dnsmasq.Start(network, Peer.Tap, Leases, 50, 50);
        using Board board = LeasingBoard.Boot(network);
        board.Program.WaitForText("Address 192.168.7.50/24, leased by 192.168.7.1");
        Dnsmasq.Stop(first);
        RunningProgram second = Dnsmasq.Start(network, Peer.Tap, Leases, 50, 50);
        Bounce(network, board);
        second.WaitForErrorText($"DHCPACK({Peer.Tap}) 192.168.7.50 {LeasingBoard.Mac} sensor-7");
        Assert.DoesNotContain("DHCPDISCOVER", second.ErrorText);
        network.Run("ping", "-n", "-c", "1", "-W", "60", "192.168.7.50");
        board.Stop();
    }

    [Fact]
    public void When_the_link_comes_back_in_another_network_another_address_is_leased()
    {
        using NetworkNamespace network = LeasingBoard.NewNetwork();
        RunningProgram first = Dnsmasq.Start(network, Peer.Tap, Leases, 50, 50);
        using Board board = LeasingBoard.Boot(network);
        board.Program.WaitForText("Address 192.168.7.50/24, leased by 192.168.7.1");
        Dnsmasq.Stop(first);
        RunningProgram second = Dnsmasq.Start(network, Peer.Tap, Leases + "2", 80, 80, "--dhcp-authoritative");
        Bounce(network, board);
        second.WaitForErrorText($"DHCPNAK({Peer.Tap}) 192.168.7.50 {LeasingBoard.Mac}");
        board.Program.WaitForText("Address 192.168.7.80/24, leased by 192.168.7.1");
        board.Stop();
    }

    [Fact]
    public void Without_a_free_address_the_board_is_link_local_until_there_is_one()
    {
        using NetworkNamespace network = LeasingBoard.NewNetwork("169.254.9.9/16");
        File.WriteAllText(Leases, $"{DateTimeOffset.UtcNow.ToUnixTimeSeconds() + 86_400} 02:00:00:00:00:09 192.168.7.50 other *\n");
        RunningProgram full = Dnsmasq.Start(network, Peer.Tap, Leases, 50, 50);
        using Board board = LeasingBoard.Boot(network);
        full.WaitForErrorText("no address available");
        board.Program.WaitForText("link-local: no DHCP server has answered");
        Dnsmasq.Stop(full);

        Dnsmasq.Start(network, Peer.Tap, Leases, 50, 51);
        board.Program.WaitForText("Address 192.168.7.51/24, leased by 192.168.7.1");
        network.Run("ping", "-n", "-c", "1", "-W", "60", "192.168.7.51");
        board.Stop();
    }

    [Fact]
    public void An_address_that_another_host_has_is_declined_and_another_one_leased()
    {
        // dnsmasq gives the address that it has for this station first, and the kernel has that, too.
        using NetworkNamespace network = LeasingBoard.NewNetwork("192.168.7.50/24");
        RunningProgram server = Dnsmasq.Start(network, Peer.Tap, Leases, 50, 51, $"--dhcp-host={LeasingBoard.Mac},192.168.7.50");
        using Board board = LeasingBoard.Boot(network);
        server.WaitForErrorText($"DHCPDECLINE({Peer.Tap}) 192.168.7.50 {LeasingBoard.Mac}");
        board.Program.WaitForText("Address 192.168.7.51/24, leased by 192.168.7.1");
        board.Stop();
    }

    [Fact]
    public void Where_a_second_server_refuses_what_the_first_one_gives_the_address_is_leased_and_kept()
    {
        // The board's interface and the second server's network hang on one bridge.
        using NetworkNamespace network = LeasingBoard.NewNetwork();
        using NetworkNamespace other = new();
        network.Run("ip", "link", "add", "bridge0", "type", "bridge");
        network.Run("ip", "address", "flush", "dev", Peer.Tap);
        network.Run("ip", "link", "set", Peer.Tap, "master", "bridge0");
        network.Run("ip", "address", "add", $"{Peer.KernelAddress}/24", "dev", "bridge0");
        network.Run("ip", "link", "set", "bridge0", "up");
        network.Run("ip", "link", "add", "near", "type", "veth", "peer", "name", "far", "netns", other.Name);
        network.Run("ip", "link", "set", "near", "master", "bridge0");
        network.Run("ip", "link", "set", "near", "up");
        other.Run("ip", "address", "add", "192.168.7.3/24", "dev", "far");
        other.Run("ip", "link", "set", "far", "up");
        RunningProgram first = Dnsmasq.Start(network, "bridge0", Leases, 50, 50);
        using Board board = LeasingBoard.Boot(network);
        board.Program.WaitForText("Address 192.168.7.50/24, leased by 192.168.7.1");

        RunningProgram second = Dnsmasq.Start(other, "far", Leases + "2", 80, 80, "--dhcp-authoritative");
        Dnsmasq.Stop(first);
        first = Dnsmasq.Start(network, "bridge0", Leases, 50, 50);
        Bounce(network, board);
        second.WaitForErrorText($"DHCPNAK(far) 192.168.7.50 {LeasingBoard.Mac}");
        first.WaitForErrorText($"DHCPACK(bridge0) 192.168.7.50 {LeasingBoard.Mac} sensor-7");
        network.Run("ping", "-n", "-c", "1", "-W", "60", "192.168.7.50");
        Assert.DoesNotContain("DHCPDISCOVER", first.ErrorText);
        board.Stop();
    }

    /// <summary>Takes the interface down until the board has seen it.</summary>
    private static void Bounce(NetworkNamespace network, Board board)
    {
        network.Run("ip", "link", "set", Peer.Tap, "down");
        board.Program.WaitForText("The link is down.");
        network.Run("ip", "link", "set", Peer.Tap, "up");
    }
}
