// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;

namespace NanoTcp.Tests.Interop;

/// <summary>The kernel's TCP against the stack behind the firmware's drivers and the models of the controllers, errata and all.</summary>
public class ControllerTests : InteropTests
{
    private const string Url = $"http://{Peer.Address}";

    public static TheoryData<string> Links => ["w5500", "enc28j60"];

    [Theory]
    [MemberData(nameof(Links))]
    public void Curl_fetches_a_megabyte_byte_for_byte(string link)
    {
        Needs.Curl();
        using Peer peer = Peer.Serve("--link", link);
        Assert.Equal(Pattern(1 << 20), Curl(peer, $"{Url}/bytes/1048576").Succeeded().Output);
        Assert.Equal(0, Peer.Value(peer.Stop(), "tcp_resets_sent"));
    }

    [Theory]
    [MemberData(nameof(Links))]
    public void After_a_half_close_a_megabyte_still_comes_back(string link)
    {
        Needs.Netcat();
        using Peer peer = Peer.Serve("--link", link);
        byte[] sent = Noise(1 << 20);
        RunningProgram client = peer.Network.Start("nc", "-N", Peer.Address, "7");
        client.Write(sent);
        client.EndInput();
        Assert.Equal(sent, client.Wait().Succeeded().Output);
        peer.Stop();
    }

    [Theory]
    [MemberData(nameof(Links))]
    public void A_thousand_connections_one_after_another_are_all_served(string link)
    {
        Needs.Curl();
        using Peer peer = Peer.Serve("--link", link);
        ProgramResult curl = Curl(peer, "-H", "Connection: close", "-o", "/dev/null", "-w", "%{http_code} %{num_connects}\\n", $"{Url}/bytes/[1-1000]");
        Assert.Equal(Enumerable.Repeat("200 1", 1000), curl.Succeeded().Lines);
        Assert.Equal(1000, Peer.Value(peer.Stop(), "tcp_passive_opens"));
    }

    [Theory]
    [MemberData(nameof(Links))]
    public void Eight_connections_at_once_are_all_served(string link)
    {
        Needs.Curl();
        using Peer peer = Peer.Serve("--link", link);
        string files = Path.Combine(Folder, "#1");
        Curl(peer, "--parallel", "--parallel-immediate", "--parallel-max", "8", "-o", files, $"{Url}/bytes/[50001-50008]").Succeeded();
        for (int length = 50001; length <= 50008; length++)
        {
            Assert.Equal(Pattern(length), File.ReadAllBytes(Path.Combine(Folder, length.ToString(CultureInfo.InvariantCulture))));
        }

        peer.Stop();
    }

    [Theory]
    [MemberData(nameof(Links))]
    public void Ping_with_1400_bytes_is_answered(string link)
    {
        Needs.Ping();
        using Peer peer = Peer.Serve("--link", link);
        Pings.Send(peer.Network, 5, 1400);
        peer.Stop();
    }

    [Theory]
    [InlineData("w5500", "torn-reads=3,broken-prefixes=97,lost-sends=101,lost-interrupts=2")]
    [InlineData("enc28j60", "corrupt-headers=3,late-collisions=5,lost-interrupts=2")]
    public void Faults_of_the_chip_lose_nothing(string link, string faults)
    {
        Needs.Curl();
        using Peer peer = Peer.Serve("--link", link, "--chip-faults", faults);
        Assert.Equal(Pattern(100_000), Curl(peer, $"{Url}/bytes/100000").Succeeded().Output);
        peer.Stop();
    }

    [Theory]
    [MemberData(nameof(Links))]
    public void An_RST_that_lies_on_the_interface_is_known_to_the_next_command(string link)
    {
        using Peer peer = Peer.Control("--link", link);

        // The first one is there to have the kernel's MAC address.
        int first = peer.OrderHandle("tcp");
        peer.Tell($"connect {first} {Peer.KernelAddress} 9999");
        Assert.Equal("err ECONNREFUSED", peer.Await($"connected {first}"));
        for (int i = 0; i < 10; i++)
        {
            int client = peer.OrderHandle("tcp");
            Assert.Equal("again", peer.Tell($"connect {client} {Peer.KernelAddress} 9999"));
            Assert.Equal("err ECONNREFUSED", peer.Tell($"connected {client}"));
        }

        peer.Stop();
    }

    private static ProgramResult Curl(Peer peer, params IReadOnlyList<string> arguments)
    {
        return peer.Network.Try("curl", ["--silent", "--show-error", .. arguments]);
    }
}
