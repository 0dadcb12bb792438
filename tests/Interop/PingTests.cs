// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.Interop;

/// <summary>ICMP echo and IPv4 against ping and the kernel.</summary>
public class PingTests : InteropTests
{
    [Theory]
    [InlineData(56)]
    [InlineData(1400)]
    [InlineData(1472)]
    [InlineData(1473)]
    [InlineData(4000)]
    [InlineData(20_000)]
    [InlineData(65_507)]
    public void Every_echo_request_is_answered(int bytes)
    {
        Needs.Ping();
        using Peer peer = Peer.Serve();
        Pings.Send(peer.Network, 5, bytes);
        Assert.Equal(5, Peer.Value(peer.Stop(), "icmp_echo_replies"));
    }

    [Fact]
    public void A_flood_of_pings_within_the_limit_is_answered()
    {
        Needs.Ping();
        using Peer peer = Peer.Serve();
        ProgramResult flood = peer.Network.Run("ping", "-n", "-q", "-f", "-c", "200", "-s", "4000", Peer.Address);
        Assert.Contains("200 packets transmitted, 200 received, 0% packet loss", flood.Text);
        peer.Stop();
    }

    // The board has one buffer of 4096 bytes for packets in fragments.
    [Theory]
    [InlineData("esp32-devkitc-w5500")]
    [InlineData("esp32-devkitc-enc28j60")]
    public void The_simulated_board_answers_what_fits_its_buffer(string id)
    {
        Needs.Ping();
        using NetworkNamespace network = new();
        using Board board = Board.Boot(network, "--board", id, "--tap", Peer.Tap, "--ip", $"{Peer.Address}/24");
        Pings.Send(network, 5, 4000);
        ProgramResult large = network.Try("ping", "-n", "-c", "2", "-i", "0.01", "-W", "1", "-s", "5000", Peer.Address);
        Assert.Contains("2 packets transmitted, 0 received, 100% packet loss", large.Exited(1).Text);
        Pings.Send(network, 1, 4000);
        board.Stop();
    }
}
