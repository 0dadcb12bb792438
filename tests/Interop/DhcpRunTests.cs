// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using NanoTcp.Simulation.Messages;

namespace NanoTcp.Tests.Interop;

/// <summary>The simulated board on a TAP interface asks for its address: a real server, or nobody.</summary>
public partial class DhcpRunTests : InteropTests
{
    private const string BoardName = "sensor-7";

    // A minute in all.
    private const int AskInterval = 500;
    private const int MostQuestions = 120;

    [GeneratedRegex(@"^Address ([0-9.]+)/", RegexOptions.Multiline)]
    private static partial Regex AddressLine { get; }

    [Theory]
    [InlineData("esp32-devkitc-w5500")]
    [InlineData("esp32-devkitc-enc28j60")]
    public void It_leases_an_address_from_dnsmasq_which_learns_its_name(string id)
    {
        Needs.Program("dnsmasq", "dnsmasq-base");
        Needs.Curl();
        using NetworkNamespace network = new();
        network.AddTap(Peer.Tap, $"{Peer.KernelAddress}/24");
        string leases = Path.Combine(Folder, "leases");
        RunningProgram server = network.Start(
            "dnsmasq", "--no-daemon", "--conf-file=/dev/null", "--user=root", "--port=0", "--no-ping", $"--interface={Peer.Tap}", "--bind-interfaces",
            $"--dhcp-range=192.168.7.100,192.168.7.150,2m", $"--dhcp-leasefile={leases}", $"--pid-file={Path.Combine(Folder, "pid")}");

        Board board = Board.Boot(network, "--board", id, "--tap", Peer.Tap, "--dhcp", "--name", BoardName);
        board.Program.WaitForText($"leased by {Peer.KernelAddress} for ");

        string address = AddressLine.Match(board.Program.Text).Groups[1].Value;
        Assert.StartsWith("192.168.7.1", address, StringComparison.Ordinal);
        Assert.Contains($"\"address\":\"{address}\"", network.Run("curl", "--silent", "--fail", $"http://{address}/api/sensors").Text);
        Assert.Contains($"{address} {BoardName} ", File.ReadAllText(leases));
        board.Stop();
        server.Signal(RunningProgram.SigTerm);
        server.Wait().Succeeded();
    }

    [Theory]
    [InlineData("esp32-devkitc-w5500")]
    [InlineData("esp32-devkitc-enc28j60")]
    public void Without_a_server_the_kernel_reaches_it_at_a_link_local_address_that_it_finds_by_the_name(string id)
    {
        Needs.Curl();
        Needs.Ping();
        using NetworkNamespace network = new();
        network.AddTap(Peer.Tap, "169.254.9.9/16");
        network.Run("ip", "route", "add", "224.0.0.0/4", "dev", Peer.Tap);
        Board board = Board.Boot(network, "--board", id, "--tap", Peer.Tap, "--dhcp", "--name", BoardName);
        board.Program.WaitForText("link-local: no DHCP server has answered");

        string address = AddressLine.Match(board.Program.Text).Groups[1].Value;
        Assert.StartsWith("169.254.", address, StringComparison.Ordinal);
        Assert.Equal(address, Resolve(network, $"{BoardName}.local"));
        network.Run("ping", "-n", "-c", "1", "-W", "5", address);
        network.Run("curl", "--silent", "--fail", $"http://{address}/api/sensors");
        board.Stop();
    }

    [Fact]
    public void Behind_the_gateway_it_leases_from_the_gateway_and_a_request_waits_for_that()
    {
        Needs.Curl();
        string port = FreePort();
        using RunningProgram program = HostSimProgram.Start("--port", port, "--dhcp", "--name", BoardName, "--trace");
        program.WaitForText("Ctrl-C ends.");
        using RunningProgram curl = RunningProgram.Start("curl", ["--silent", "--show-error", "--fail", $"http://127.0.0.1:{port}/api/sensors"]);
        Assert.Contains("\"address\":\"192.168.7.2\"", curl.Wait().Succeeded().Text);
        Assert.Contains("DHCP OFFER 192.168.7.2 by 192.168.7.1", program.Text);
        Assert.Contains("Address 192.168.7.2/24, leased by 192.168.7.1 for ", program.Text);
        program.WaitForText($"mDNS: {BoardName}.local A 192.168.7.2");
        program.Signal(RunningProgram.SigTerm);
        program.Wait().Succeeded();
    }

    /// <summary>Asks the group of mDNS from any port, as systems do that have no mDNS of their own, until an answer comes.</summary>
    private static string Resolve(NetworkNamespace network, string name)
    {
        using Socket socket = network.Open(() => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
        byte[] question = DnsMessage.Ask(7, 0, name, DnsMessage.TypeA).ToBytes();
        byte[] buffer = new byte[1500];
        for (int i = 0; i < MostQuestions; i++)
        {
            socket.SendTo(question, new IPEndPoint(IPAddress.Parse("224.0.0.251"), DnsMessage.MulticastPort));
            if (socket.Poll(TimeSpan.FromMilliseconds(AskInterval), SelectMode.SelectRead))
            {
                int length = socket.Receive(buffer);
                Assert.True(DnsMessage.TryRead(buffer.AsSpan(0, length), out DnsMessage answer));
                Assert.Equal((7, name), (answer.Id, answer.Answers[0].Name));
                return new IPAddress(answer.Answers[0].Data).ToString();
            }
        }

        throw new TimeoutException($"Nobody answers for {name}.");
    }
}
