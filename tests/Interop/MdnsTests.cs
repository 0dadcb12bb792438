// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Net;
using System.Net.Sockets;
using NanoTcp.Mdns;
using NanoTcp.Tests.Stack.Mdns;

namespace NanoTcp.Tests.Interop;

/// <summary>Boards with mDNS against Avahi, python-zeroconf and dig.</summary>
public class MdnsTests : InteropTests
{
    [Fact]
    public void Avahi_finds_the_board_by_its_name_and_by_its_address()
    {
        using MdnsNetwork network = NewNetwork();
        network.Add("kitchen", 2);
        network.WaitForNames();
        network.StartAvahi("desk");
        Assert.Equal("kitchen.local\t192.168.7.2", network.Avahi("avahi-resolve", "-4", "-n", "kitchen.local").Text.Trim());
        Assert.Equal("192.168.7.2\tkitchen.local", network.Avahi("avahi-resolve", "-a", "192.168.7.2").Text.Trim());
    }

    [Fact]
    public void Avahi_lists_the_services_of_the_board_with_host_port_and_text()
    {
        using MdnsNetwork network = NewNetwork();
        network.Add(
            "kitchen",
            2,
            new MdnsService { Instance = "Küche, 2nd floor", Txt = ["path=/", "v=1"], Subtype = "_sensor" },
            new MdnsService { Type = "_ipp._tcp", Instance = "Printer", Port = 631 });
        network.WaitForNames();
        network.StartAvahi("desk");
        Assert.Contains(@"=;wire;IPv4;K\195\188che\044\0322nd\032floor;_http._tcp;local;kitchen.local;192.168.7.2;80;""v=1"" ""path=/""", Browse(network, "_http._tcp"));
        Assert.Contains("=;wire;IPv4;Printer;_ipp._tcp;local;kitchen.local;192.168.7.2;631;", Browse(network, "_ipp._tcp"));
        Assert.Contains(";kitchen.local;192.168.7.2;80;", Browse(network, "_sensor._sub._http._tcp"));
        string[] types = network.Avahi("avahi-browse", "-apkt").Lines;
        Assert.Contains(types, line => line.Contains(";_ipp._tcp;"));
        Assert.Contains(types, line => line.Contains(";_http._tcp;"));
    }

    [Fact]
    public void A_board_whose_name_Avahi_has_takes_the_next_one()
    {
        using MdnsNetwork network = NewNetwork();
        network.StartAvahi("kitchen");
        MdnsResponder board = network.Add("kitchen", 2);
        network.WaitForNames();
        Assert.Equal("kitchen-2", board.Name);
        Assert.Equal("kitchen-2.local\t192.168.7.2", network.Avahi("avahi-resolve", "-4", "-n", "kitchen-2.local").Text.Trim());
        Assert.Equal($"kitchen.local\t{MdnsNetwork.Kernel}", network.Avahi("avahi-resolve", "-4", "-n", "kitchen.local").Text.Trim());
    }

    [Fact]
    public void Avahi_takes_the_next_name_when_a_board_has_its_own()
    {
        using MdnsNetwork network = NewNetwork();
        MdnsResponder board = network.Add("desk", 2);
        network.WaitForNames();
        network.StartAvahi("desk").WaitForErrorText("Host name is desk-2.local");
        Assert.Equal("desk", board.Name);
        Assert.Equal("desk.local\t192.168.7.2", network.Avahi("avahi-resolve", "-4", "-n", "desk.local").Text.Trim());
    }

    [Fact]
    public void Of_three_boards_that_start_with_one_name_two_take_others_and_all_are_found()
    {
        using MdnsNetwork network = NewNetwork();
        MdnsResponder[] boards = [.. Enumerable.Range(2, 3).Select(last => network.Add("kitchen", last, new MdnsService { Instance = "Kitchen" }))];
        network.WaitFor(() => boards.All(board => board.State == MdnsState.Established) && boards.Select(board => board.Name).Distinct().Count() == 3);
        Assert.Equal(["kitchen", "kitchen-2", "kitchen-3"], boards.Select(board => board.Name).Order());
        network.StartAvahi("desk");
        for (int i = 0; i < boards.Length; i++)
        {
            string name = boards[i].Name + ".local";
            Assert.Equal($"{name}\t192.168.7.{2 + i}", network.Avahi("avahi-resolve", "-4", "-n", name).Text.Trim());
            Assert.Contains($";_http._tcp;local;{name};192.168.7.{2 + i};80;", Browse(network, "_http._tcp"));
        }
    }

    [Fact]
    public void A_board_that_stops_is_gone_from_the_list()
    {
        using MdnsNetwork network = NewNetwork();
        MdnsResponder board = network.Add("kitchen", 2, new MdnsService { Instance = "Kitchen" });
        network.WaitForNames();
        network.StartAvahi("desk");
        Assert.Contains(";Kitchen;", Browse(network, "_http._tcp"));
        network.Do(board.Stop);

        // Avahi keeps what it has been told goodbye of for a second.
        network.WaitFor(() => !Browse(network, "_http._tcp").Contains(";Kitchen;"));
        Assert.Equal(1, board.GetCount(MdnsCounter.GoodbyesSent));
    }

    [Fact]
    public void Dig_gets_plain_answers_of_DNS()
    {
        Needs.Program("dig", "bind9-dnsutils");
        using MdnsNetwork network = NewNetwork(needsAvahi: false);
        network.Add("kitchen", 2, new MdnsService { Instance = "Kitchen", Txt = ["path=/"] });
        network.WaitForNames();
        Assert.Equal("192.168.7.2", Dig(network, "kitchen.local", "A"));
        Assert.Equal("kitchen.local.", Dig(network, "2.7.168.192.in-addr.arpa", "PTR"));
        Assert.Equal("Kitchen._http._tcp.local.", Dig(network, "_http._tcp.local", "PTR"));
        Assert.Equal("0 0 80 kitchen.local.", Dig(network, "Kitchen._http._tcp.local", "SRV"));
        Assert.Equal("\"path=/\"", Dig(network, "Kitchen._http._tcp.local", "TXT"));
        Assert.Contains("status: NOERROR", network.Run("dig", "@192.168.7.2", "-p", "5353", "kitchen.local", "AAAA").Text);
    }

    [Fact]
    public void A_socket_of_the_kernel_asks_the_group_from_any_port_and_gets_its_answer_there()
    {
        using MdnsNetwork network = NewNetwork(needsAvahi: false);
        network.Add("kitchen", 2);
        network.WaitForNames();
        using UdpClient socket = network.Open(() => new UdpClient(new IPEndPoint(IPAddress.Parse(MdnsNetwork.Kernel), 0)));
        socket.Client.ReceiveTimeout = (int)RunningProgram.Limit.TotalMilliseconds;
        socket.Send((MdnsMessage.Query("kitchen.local A QM") with { Id = 0x1234 }).ToBytes(), new IPEndPoint(IPAddress.Parse("224.0.0.251"), 5353));
        IPEndPoint from = new(IPAddress.Any, 0);
        byte[] answer = socket.Receive(ref from);
        Assert.Equal("192.168.7.2:5353", from.ToString());
        Assert.Equal([0x12, 0x34, 0x84, 0x00, 0, 1, 0, 1], answer[..8]);
    }

    [Fact]
    public void Zeroconf_in_Python_finds_the_board_and_notices_a_new_text_and_a_goodbye()
    {
        using MdnsNetwork network = NewNetwork(needsAvahi: false);
        Needs.Zeroconf();
        MdnsService page = new() { Instance = "Kitchen", Txt = ["v=1"] };
        MdnsResponder board = network.Add("kitchen", 2, page);
        network.WaitForNames();
        using RunningProgram browser = network.StartPython(
            """
            import sys
            from zeroconf import Zeroconf, ServiceBrowser, ServiceStateChange

            zeroconf = Zeroconf(interfaces=["192.168.7.1"])

            def changed(zeroconf, service_type, name, state_change):
                info = None if state_change is ServiceStateChange.Removed else zeroconf.get_service_info(service_type, name)
                text = "" if info is None else f" {info.server} {info.parsed_addresses()} {info.port} {info.properties}"
                print(f"{state_change.name} {name}{text}", flush=True)

            browser = ServiceBrowser(zeroconf, "_http._tcp.local.", handlers=[changed])
            sys.stdin.read()
            """);
        browser.WaitForText("Added Kitchen._http._tcp.local. kitchen.local. ['192.168.7.2'] 80 {b'v': b'1'}");
        network.Do(() =>
        {
            page.Txt = ["v=2"];
            board.Update(page);
        });
        browser.WaitForText("Updated Kitchen._http._tcp.local. kitchen.local. ['192.168.7.2'] 80 {b'v': b'2'}");
        network.Do(board.Stop);
        browser.WaitForText("Removed Kitchen._http._tcp.local.");
        browser.EndInput();
        browser.Wait().Succeeded();
    }

    private MdnsNetwork NewNetwork(bool needsAvahi = true)
    {
        if (needsAvahi)
        {
            Needs.Program("avahi-daemon", "avahi-daemon");
            Needs.Program("avahi-browse", "avahi-utils");
            Needs.Program("dbus-daemon", "dbus");
        }

        return new MdnsNetwork(Folder);
    }

    private static string Browse(MdnsNetwork network, string type)
    {
        return network.Avahi("avahi-browse", "-rpkt", type).Text;
    }

    private static string Dig(MdnsNetwork network, string name, string type)
    {
        return network.Run("dig", "@192.168.7.2", "-p", "5353", "+short", name, type).Text.Trim();
    }
}
