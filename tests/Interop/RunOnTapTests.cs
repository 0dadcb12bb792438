// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.Interop;

/// <summary>The simulated board on a TAP interface, in a namespace.</summary>
public class RunOnTapTests : InteropTests
{
    [Fact]
    public void Ping_and_curl_talk_to_the_board_and_the_interface_is_gone_afterwards()
    {
        Needs.Ping();
        Needs.Curl();
        Needs.Tshark();
        using NetworkNamespace network = new();
        string file = Path.Combine(Folder, "tap.pcap");
        Board board = Board.Boot(network, "--tap", Peer.Tap, "--ip", $"{Peer.Address}/24", "--pcap", file);
        Pings.Send(network, 5, 1400);
        Assert.Equal(Pattern(100_000), Curl(network, $"http://{Peer.Address}/bytes/100000").Succeeded().Output);
        Assert.Contains("\"temperature\":", Curl(network, $"http://{Peer.Address}/api/sensors").Succeeded().Text);
        Assert.True(network.HasInterface(Peer.Tap));
        board.Stop();
        Assert.False(network.HasInterface(Peer.Tap));
        Assert.InRange(CapturedTraffic.CountPackets(file), 100, 1000);
        CapturedTraffic.AssertClean(file, Peer.Address);
    }

    [Fact]
    public void An_interface_that_existed_before_is_still_there_afterwards()
    {
        Needs.Curl();
        using NetworkNamespace network = new();
        network.AddTap(Peer.Tap, $"{Peer.KernelAddress}/24");
        Board board = Board.Boot(network, "--tap", Peer.Tap, "--ip", $"{Peer.Address}/24");
        Curl(network, $"http://{Peer.Address}/").Succeeded();
        board.Stop();
        Assert.True(network.HasInterface(Peer.Tap));
    }

    [Fact]
    public void Lossy_delayed_and_corrupted_frames_do_not_change_what_arrives()
    {
        Needs.Curl();
        using NetworkNamespace network = new();
        Board board = Board.Boot(
            network, "--tap", Peer.Tap, "--ip", $"{Peer.Address}/24", "--loss", "3", "--corrupt", "3", "--duplicate", "5", "--reorder", "5", "--seed", "7");
        Assert.Equal(Pattern(50_000), Curl(network, $"http://{Peer.Address}/bytes/50000").Succeeded().Output);
        board.Stop();
    }

    [Theory]
    [InlineData("esp32-devkitc-w5500")]
    [InlineData("esp32-devkitc-enc28j60")]
    public void Frames_that_are_too_long_and_an_interface_that_goes_down_and_up_harm_nothing(string id)
    {
        Needs.Ping();
        Needs.Curl();
        using NetworkNamespace network = new();
        Board board = Board.Boot(network, "--board", id, "--tap", Peer.Tap, "--ip", $"{Peer.Address}/24");
        Curl(network, $"http://{Peer.Address}/bytes/1000").Succeeded();
        network.Run("ip", "link", "set", Peer.Tap, "mtu", "9000");
        network.Try("ping", "-n", "-c", "3", "-i", "0.01", "-W", "1", "-s", "8000", Peer.Address).Exited(1);
        Curl(network, $"http://{Peer.Address}/bytes/1000").Succeeded();
        network.Run("ip", "link", "set", Peer.Tap, "down");
        network.Run("ip", "link", "set", Peer.Tap, "up");
        Curl(network, $"http://{Peer.Address}/bytes/1000").Succeeded();
        board.Stop();
    }

    [Fact]
    public void An_interface_that_somebody_deletes_ends_it_with_one_sentence()
    {
        using NetworkNamespace network = new();
        Board board = Board.Boot(network, "--tap", Peer.Tap, "--ip", $"{Peer.Address}/24");
        network.Run("ip", "link", "delete", Peer.Tap);
        ProgramResult result = board.Program.Wait().Exited(1);
        Assert.Equal($"The TAP interface {Peer.Tap} failed or was removed.", result.ErrorText.Trim());
    }

    [Fact]
    public void An_interface_in_use_is_told_in_one_sentence()
    {
        using Peer peer = Peer.Serve();
        string file = Path.Combine(Folder, "none.pcap");
        ProgramResult result = TryBoot(peer.Network, "--tap", Peer.Tap, "--pcap", file).Exited(2);
        AssertOneSentence(result, "in use");
        Assert.False(File.Exists(file));
        Assert.True(peer.Network.HasInterface(Peer.Tap));
        peer.Stop();
    }

    [Fact]
    public void An_interface_of_another_kind_is_told_in_one_sentence()
    {
        using NetworkNamespace network = new();
        AssertOneSentence(TryBoot(network, "--tap", "lo").Exited(2), "not a TAP interface");
    }

    [Fact]
    public void Without_the_privilege_the_sentence_has_the_command_that_gives_it()
    {
        Needs.Program("setpriv", "util-linux");
        using NetworkNamespace network = new();
        ProgramResult result = network.Try(
            "setpriv", "--bounding-set", "-net_admin", HostSimProgram.Dotnet, HostSimProgram.Assembly, "--tap", Peer.Tap, "--ip", $"{Peer.Address}/24");
        AssertOneSentence(result.Exited(2), "sudo ip tuntap add");
        Assert.False(network.HasInterface(Peer.Tap));
    }

    [Fact]
    public void A_capture_file_that_cannot_be_written_leaves_no_interface_behind()
    {
        using NetworkNamespace network = new();
        ProgramResult result = TryBoot(network, "--tap", Peer.Tap, "--pcap", Path.Combine(Folder, "missing", "file.pcap"));
        AssertOneSentence(result.Exited(2), "missing");
        Assert.False(network.HasInterface(Peer.Tap));
    }

    private static ProgramResult TryBoot(NetworkNamespace network, params IReadOnlyList<string> options)
    {
        RunningProgram program = HostSimProgram.Start(network, options);
        program.EndInput();
        return program.Wait();
    }

    private static void AssertOneSentence(ProgramResult result, string part)
    {
        Assert.Empty(result.Text);
        Assert.Contains(part, Assert.Single(result.ErrorText.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
    }

    private static ProgramResult Curl(NetworkNamespace network, string url)
    {
        return network.Try("curl", "--silent", "--show-error", "--fail", url);
    }
}
