// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;

namespace NanoTcp.Tests.Interop;

/// <summary>
/// Floods through the firmware's drivers and the models of both controllers, far beyond what a board can take. The board serves meanwhile where the
/// wire leaves room, and always afterwards. No rule of a data sheet is broken. Every frame that the kernel handed over is accounted for.
/// </summary>
[Trait(Speed.Trait, Speed.Slow)]
public class FloodTests : InteropTests
{
    private const string Url = $"http://{Peer.Address}";
    private const string Stranger = "192.168.7.99";

    // Frames in a row without a pause: more than the controllers hold, and than the kernel queues for them.
    private const string Many = "5000";

    private static readonly string[] s_links = ["w5500", "enc28j60"];

    private static readonly Dictionary<string, string[]> s_floods = new()
    {
        ["small pings"] = ["--icmp"],
        ["large pings"] = ["--icmp", "--data", "1400"],
        ["SYNs to a service"] = ["--syn", "--destport", "80"],
        ["SYNs to all ports"] = ["--syn", "--destport", "++1"],
        ["SYNs from anywhere"] = ["--syn", "--destport", "80", "--rand-source"],
        ["SYNs from a neighbour that is not there"] = ["--syn", "--destport", "80", "--spoof", Stranger],
        ["SYNs from the board itself"] = ["--syn", "--destport", "80", "--baseport", "80", "--keep", "--spoof", Peer.Address],
        ["segments without a flag"] = ["--destport", "80"],
        ["datagrams"] = ["--udp", "--destport", "53", "--data", "200"],
        ["fragments"] = ["--icmp", "--frag", "--data", "1000"],
        ["last fragments without a first"] = ["--udp", "--fragoff", "800", "--data", "400"],
    };

    public static TheoryData<string> Links => [.. s_links];

    [Theory]
    [MemberData(nameof(Links))]
    public void After_each_of_many_floods_a_page_is_served(string link)
    {
        NeedHping();
        using Peer peer = Peer.Serve("--link", link);
        foreach ((string name, string[] arguments) in s_floods)
        {
            Flood(peer.Network, Many, [.. arguments, "--interval", "u1"]);
            AssertServes(peer, $"after a flood of {name}");
        }

        AssertAccounted(peer);
    }

    [Theory]
    [MemberData(nameof(Links))]
    public void During_a_flood_that_the_bus_can_carry_a_page_is_served(string link)
    {
        NeedHping();
        using Peer peer = Peer.Serve("--link", link);
        AssertServes(peer);
        RunningProgram flood = peer.Network.Start("hping3", "--numeric", "--quiet", "--icmp", "--interval", "u1000", Peer.Address);
        for (int i = 0; i < 5; i++)
        {
            AssertServes(peer);
        }

        Assert.False(flood.HasExited);
        flood.Signal(RunningProgram.SigInt);
        flood.Wait();
        AssertAccounted(peer);
    }

    [Theory]
    [MemberData(nameof(Links))]
    public void A_scan_of_all_ports_finds_the_four_that_are_open(string link)
    {
        NeedNmap();
        using Peer peer = Peer.Serve("--link", link);

        // A probe that the full controller has lost is sent again, and an answer that comes late on a busy machine is waited for.
        List<string> open = [];
        foreach (string ports in new[] { "1-16383", "16384-32767", "32768-49151", "49152-65535" })
        {
            ProgramResult scan = Nmap(peer, "-sS", "-p", ports, "-T4", "--min-rtt-timeout", "1s", "--max-retries", "20");
            open.AddRange(scan.Lines.Where(line => line.Contains(" open ")).Select(line => line.Split(' ')[0]));
        }

        Assert.Equal(["7/tcp", "9/tcp", "19/tcp", "80/tcp"], open);
        AssertServes(peer);
        AssertAccounted(peer);
    }

    [Theory]
    [MemberData(nameof(Links))]
    public void Other_scans_harm_nothing(string link)
    {
        NeedNmap();
        using Peer peer = Peer.Serve("--link", link);
        string[] scans = ["-sU --top-ports 100", "-sO", "-sX -p 1-1000", "-sN -p 1-1000", "-O -sV --version-light -p 7,80,81"];
        foreach (string scan in scans)
        {
            Nmap(peer, [.. scan.Split(' '), "-T4", "--max-retries", "1"]);
            AssertServes(peer, $"after nmap {scan}");
        }

        AssertAccounted(peer);
    }

    [Theory]
    [MemberData(nameof(Links))]
    public void The_kernel_at_full_speed_both_ways_at_once_gets_what_it_asked_for(string link)
    {
        Needs.Curl();
        Needs.Netcat();
        using Peer peer = Peer.Serve("--link", link);
        RunningProgram source = peer.Network.Start("sh", "-c", $"nc -d {Peer.Address} 19 | head -c 2000000 | wc -c");
        RunningProgram discard = peer.Network.Start("sh", "-c", $"head -c 2000000 /dev/zero | nc -N {Peer.Address} 9");
        Assert.Equal(Pattern(1 << 20), Curl(peer, $"{Url}/bytes/1048576").Succeeded().Output);
        discard.Wait().Succeeded();
        Assert.Equal("2000000", source.Wait().Succeeded().Text.Trim());
        AssertServes(peer);
        AssertAccounted(peer);
    }

    [Fact]
    public void The_board_that_runs_without_options_survives_a_flood_and_says_at_the_end_what_became_of_the_frames()
    {
        NeedHping();
        using NetworkNamespace network = new();
        Board board = Board.Boot(network, "--tap", Peer.Tap, "--ip", $"{Peer.Address}/24");
        Flood(network, Many, "--icmp", "--interval", "u1");
        Flood(network, Many, "--syn", "--destport", "80", "--interval", "u1");
        network.Run("curl", "--silent", "--retry", "5", "--retry-all-errors", "--output", "/dev/null", $"{Url}/api/sensors");
        string last = board.Stop().Lines[^1];
        Assert.Matches("frames_received=[1-9]", last);
        Assert.DoesNotContain("violations", last);
        Assert.DoesNotContain("failures", last);
    }

    private static void NeedHping()
    {
        Needs.Program("hping3", "hping3");
        Needs.Curl();
    }

    private static void NeedNmap()
    {
        Needs.Program("nmap", "nmap");
        Needs.Curl();
    }

    // Its exit status depends on the number of answers that it saw.
    private static void Flood(NetworkNamespace network, string count, params IReadOnlyList<string> arguments)
    {
        ProgramResult result = network.Try("hping3", ["--numeric", "--quiet", "--count", count, .. arguments, Peer.Address]);
        Assert.Contains($"{count} packets transmitted", result.Text + result.ErrorText);
    }

    private static ProgramResult Nmap(Peer peer, params IReadOnlyList<string> arguments)
    {
        return peer.Network.Run("nmap", ["-n", "-Pn", .. arguments, Peer.Address]);
    }

    private static ProgramResult Curl(Peer peer, params IReadOnlyList<string> arguments)
    {
        return peer.Network.Try("curl", ["--silent", "--show-error", .. arguments]);
    }

    private static void AssertServes(Peer peer, string when = "now")
    {
        ProgramResult page = Curl(peer, $"{Url}/bytes/1000");
        Assert.True(page.ExitCode == 0, $"No page {when}: {page.ErrorText}");
        Assert.Equal(Pattern(1000), page.Output);
    }

    /// <summary>Ends the peer. Every frame that the kernel has handed over went through the controller, or is counted as dropped there.</summary>
    private static void AssertAccounted(Peer peer)
    {
        long handedOver = long.Parse(peer.Network.Run("cat", $"/sys/class/net/{Peer.Tap}/statistics/tx_packets").Text, CultureInfo.InvariantCulture);
        string counters = peer.Stop();
        Assert.Equal(0, Peer.Value(counters, "chip_violations"));
        Assert.Equal(0, Peer.Value(counters, "chip_failures"));
        long accounted = Peer.Value(counters, "tap_oversized") + counters.Split(' ')
            .Where(pair => pair.StartsWith("chip_dropped_", StringComparison.Ordinal) || pair.StartsWith("chip_frames_received=", StringComparison.Ordinal))
            .Sum(pair => long.Parse(pair.Split('=')[1], CultureInfo.InvariantCulture));

        // One may be on its way into the chip.
        Assert.True(accounted >= handedOver - 1, $"{handedOver} frames came, {accounted} are accounted for: {counters}");
    }
}
