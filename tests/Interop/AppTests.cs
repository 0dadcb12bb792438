// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;

namespace NanoTcp.Tests.Interop;

/// <summary>Programs with sockets on the simulated board, on a TAP interface with the kernel at the other end.</summary>
public class AppTests : InteropTests
{
    private const int Clients = 8;

    [Theory]
    [InlineData("esp32-devkitc-w5500")]
    [InlineData("esp32-devkitc-enc28j60")]
    public void Eight_clients_of_the_kernel_get_back_from_an_echo_server_what_they_send(string id)
    {
        Needs.Netcat();
        using NetworkNamespace network = new();
        Board board = Boot(network, "HelloSocket", "Echoes on port 7", "--board", id);
        RunningProgram[] clients = [.. Enumerable.Range(0, Clients).Select(_ => network.Start("nc", "-N", Peer.Address, "7"))];
        byte[] sent = Noise(20_000);
        foreach (RunningProgram client in clients)
        {
            client.Write(sent);
            client.EndInput();
        }

        Assert.All(clients, client => Assert.Equal(sent, client.Wait().Succeeded().Output));
        board.Stop();
    }

    [Fact]
    public void Curl_gets_pages_from_a_web_server_on_sockets()
    {
        Needs.Curl();
        using NetworkNamespace network = new();
        Board board = Boot(network, "InteropApp", "Serves");
        for (int length = 1; length <= 100_000; length *= 10)
        {
            Assert.Equal(Pattern(length), Curl(network, $"/bytes/{length.ToString(CultureInfo.InvariantCulture)}").Output);
        }

        board.Stop();
    }

    [Fact]
    public void A_program_on_the_board_reads_all_that_a_server_of_the_kernel_sends()
    {
        Needs.Curl();
        Needs.Netcat();
        using NetworkNamespace network = new();
        Board board = Boot(network, "InteropApp", "Serves");
        using RunningProgram server = network.Start("nc", "-N", "-l", Peer.KernelAddress, "9000");
        byte[] sent = Noise(50_000);
        server.Write(sent);
        server.EndInput();

        Assert.Equal(sent, network.Try("curl", "--silent", "--show-error", "--fail", "--retry", "100", "--retry-all-errors", "--retry-delay", "1", $"http://{Peer.Address}/server").Succeeded().Output);

        board.Stop();
    }

    private static Board Boot(NetworkNamespace network, string app, string ready, params IReadOnlyList<string> options)
    {
        Board board = Board.Boot(network, ["--app", Path.Combine(AppContext.BaseDirectory, $"{app}.dll"), "--tap", Peer.Tap, "--ip", $"{Peer.Address}/24", .. options]);
        board.Program.WaitForText(ready);
        return board;
    }

    private static ProgramResult Curl(NetworkNamespace network, string path)
    {
        return network.Try("curl", "--silent", "--show-error", "--fail", $"http://{Peer.Address}{path}").Succeeded();
    }
}
