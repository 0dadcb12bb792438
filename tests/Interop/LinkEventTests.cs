// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;

namespace NanoTcp.Tests.Interop;

/// <summary>
/// The cable of a simulated board is pulled, and plugged into the same or another network. There are also first contacts with hosts whose MAC address
/// the board does not know.
/// </summary>
public class LinkEventTests : InteropTests
{
    private const string Url = $"http://{Peer.Address}";
    private const string Gateway = Peer.KernelAddress;
    private const string Far = "10.9.9.9";

    // Seconds: a little less than that after which the kernel sends a SYN again.
    private const double SynTimeout = 0.9;

    // The MAC address of all boards, unless --mac gives another.
    private const string Mac = "02:00:00:00:07:02";

    public static TheoryData<string> Boards => ["esp32-devkitc-w5500", "esp32-devkitc-enc28j60"];

    [Theory]
    [MemberData(nameof(Boards))]
    public void A_transfer_survives_a_cable_that_is_out_for_seconds(string id)
    {
        Needs.Curl();
        using NetworkNamespace network = new();
        Board board = Boot(network, id);
        RunningProgram transfer = network.Start("curl", "--silent", "--fail", "--limit-rate", "100k", $"{Url}/bytes/300000");
        transfer.WaitForBytes(1000);
        network.Run("ip", "link", "set", Peer.Tap, "down");
        board.Program.WaitForText("The link is down.");
        network.Run("sleep", "3");
        network.Run("ip", "link", "set", Peer.Tap, "up");
        Assert.Equal(Pattern(300_000), transfer.Wait().Succeeded().Output);
        board.Stop();
    }

    [Theory]
    [InlineData("esp32-devkitc-w5500", 600)]
    [InlineData("esp32-devkitc-w5500", 1400)]
    [InlineData("esp32-devkitc-enc28j60", 600)]
    [InlineData("esp32-devkitc-enc28j60", 1400)]
    public void The_first_ping_is_answered_though_the_board_has_to_ask_for_the_address(string id, int bytes)
    {
        Needs.Ping();
        using NetworkNamespace network = new();
        Board board = Boot(network, id);
        KnowTheBoard(network, Peer.Tap);
        Pings.Send(network, 1, bytes);
        board.Stop();
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void Three_first_connections_at_once_are_all_open_without_a_second_SYN(string id)
    {
        Needs.Curl();
        using NetworkNamespace network = new();
        Board board = Boot(network, id);
        KnowTheBoard(network, Peer.Tap);
        board.Program.WaitForText("The link is up.");
        Assert.Equal(3, network.Run("curl", [.. Parallel, $"{Url}/bytes/[1-3]"]).Lines.Length);
        AssertNoSynIsLost(board.Stop().Text);
    }

    [Fact]
    public void Three_first_connections_through_the_gateway_are_all_open_without_a_second_SYN()
    {
        Needs.Curl();
        Board board = Board.Boot("--port", FreePort(), "--trace");
        using RunningProgram curl = RunningProgram.Start("curl", [.. Parallel, $"{board.Url}/bytes/[1-3]"]);
        Assert.Equal(3, curl.Wait().Succeeded().Lines.Length);
        AssertNoSynIsLost(board.Stop().Text);
    }

    [Fact]
    public void A_request_before_the_link_is_up_is_answered_once_it_is()
    {
        Needs.Curl();
        string port = FreePort();
        using RunningProgram program = HostSimProgram.Start("--port", port);
        program.WaitForText("Ctrl-C ends.");
        Assert.DoesNotContain("The link is up.", program.Text);
        using RunningProgram curl = RunningProgram.Start("curl", ["--silent", "--show-error", "--fail", $"http://127.0.0.1:{port}/api/sensors"]);
        Assert.Contains("temperature", curl.Wait().Succeeded().Text);
        Assert.Contains("The link is up.", program.Text);
        program.Signal(RunningProgram.SigTerm);
        program.Wait().Succeeded();
    }

    [Theory]
    [MemberData(nameof(Boards))]
    public void Connections_go_on_in_a_network_whose_gateway_is_another_station(string id)
    {
        Needs.Curl();
        using NetworkNamespace network = new();
        network.AddTap(Peer.Tap);
        network.Run("ip", "address", "add", $"{Far}/32", "dev", "lo");
        MakeBridge(network, "one", "02:00:00:00:00:11");
        MakeBridge(network, "two", "02:00:00:00:00:22");
        Plug(network, "one");
        Board board = Board.Boot(network, "--board", id, "--tap", Peer.Tap, "--ip", $"{Peer.Address}/24", "--gw", Gateway, "--mac", Mac, "--trace");
        Curl(network, "/bytes/1000").Succeeded();
        RunningProgram transfer = network.Start(
            "curl", "--silent", "--fail", "--interface", Far, "--limit-rate", "100k", $"{Url}/bytes/300000");
        transfer.WaitForBytes(1000);

        network.Run("ip", "link", "set", Peer.Tap, "down");
        board.Program.WaitForText("The link is down.");
        network.Run("ip", "address", "delete", $"{Gateway}/24", "dev", "one");
        Plug(network, "two");
        network.Run("ip", "link", "set", Peer.Tap, "up");
        Assert.Equal(Pattern(300_000), transfer.Wait().Succeeded().Output);

        // And who connects now is served at once.
        int before = board.Program.Text.Length;
        Curl(network, "/bytes/1000").Succeeded();
        AssertNoSynIsLost(board.Stop().Text[before..]);
    }

    private static string[] Parallel =>
        ["--silent", "--fail", "--parallel", "--parallel-immediate", "--output", "/dev/null", "--write-out", "%{http_code}\\n"];

    private static Board Boot(NetworkNamespace network, string id)
    {
        return Board.Boot(network, "--board", id, "--tap", Peer.Tap, "--ip", $"{Peer.Address}/24", "--mac", Mac, "--trace");
    }

    /// <summary>The kernel does not ask for the board's address, because the board would learn the kernel's from that.</summary>
    private static void KnowTheBoard(NetworkNamespace network, string device)
    {
        network.Run("ip", "neighbour", "replace", Peer.Address, "lladdr", Mac, "dev", device, "nud", "permanent");
    }

    private static void MakeBridge(NetworkNamespace network, string name, string mac)
    {
        network.Run("ip", "link", "add", name, "address", mac, "type", "bridge", "forward_delay", "0", "stp_state", "0");
        network.Run("ip", "link", "set", name, "up");
    }

    private static void Plug(NetworkNamespace network, string bridge)
    {
        network.Run("ip", "link", "set", Peer.Tap, "master", bridge);
        network.Run("ip", "address", "add", $"{Gateway}/24", "dev", bridge);
        KnowTheBoard(network, bridge);
    }

    private static ProgramResult Curl(NetworkNamespace network, string path, params IReadOnlyList<string> options)
    {
        return network.Try("curl", ["--silent", "--show-error", "--fail", "--interface", Far, .. options, Url + path]);
    }

    /// <summary>
    /// No SYN stays without an answer until it comes again, a second later. Where the machine stands still for that long, SYNs come again as well, but
    /// behind the answer to the first or together with it.
    /// </summary>
    private static void AssertNoSynIsLost(string trace)
    {
        Assert.Contains("handshake 3/3 ACK", trace);
        Dictionary<string, double> unanswered = [];
        foreach (string line in trace.Split('\n'))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (line.EndsWith("handshake 1/3 SYN", StringComparison.Ordinal))
            {
                unanswered[words[1]] = double.Parse(words[0], CultureInfo.InvariantCulture);
            }
            else if (line.Contains("handshake 2/3 SYN,ACK", StringComparison.Ordinal))
            {
                unanswered.Remove(words[1]);
            }
            else if (line.EndsWith("handshake 1/3 SYN, again", StringComparison.Ordinal) && unanswered.TryGetValue(words[1], out double first))
            {
                Assert.True(double.Parse(words[0], CultureInfo.InvariantCulture) - first < SynTimeout, line);
            }
        }
    }
}
