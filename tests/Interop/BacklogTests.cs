// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.Interop;

/// <summary>The listener's backlog against connections that the kernel opens.</summary>
public class BacklogTests : InteropTests
{
    [Theory]
    [InlineData("raw")]
    [InlineData("w5500")]
    [InlineData("enc28j60")]
    public void A_connection_that_finds_the_backlog_full_is_not_lost_once_there_is_room(string link)
    {
        Needs.Netcat();
        using Peer peer = Peer.Control("--link", link);
        int listener = peer.OrderHandle("tcp");
        Assert.Equal("9000", peer.Order($"bind {listener} * 9000"));
        peer.Order($"listen {listener} 1");
        RunningProgram first = peer.Network.Start("nc", "-N", Peer.Address, "9000");
        first.Write("first\n");
        Assert.Equal("ok r", peer.Await($"poll {listener}", "ok r"));

        // Its SYN is not answered, neither with a SYN,ACK nor with a reset; the kernel sends it again.
        RunningProgram second = peer.Network.Start("nc", "-N", Peer.Address, "9000");
        second.Write("second\n");
        peer.AwaitCounter("tcp_backlog_full", 1);
        KernelSockets.AwaitStatesTowards(peer.Network, 9000, "ESTAB", "SYN-SENT");
        int one = Accept(peer, listener);
        int two = Accept(peer, listener);
        Assert.Equal("ok 6 66697273740a", peer.Await($"recv {one} 100"));
        Assert.Equal("ok 7 7365636f6e640a", peer.Await($"recv {two} 100"));
        peer.Order($"send {two} 74776f0a");
        peer.Order($"send {one} 6f6e650a");
        peer.Order($"close {one}");
        peer.Order($"close {two}");
        first.EndInput();
        second.EndInput();
        Assert.Equal(["one"], first.Wait().Succeeded().Lines);
        Assert.Equal(["two"], second.Wait().Succeeded().Lines);
        peer.Stop();
    }

    [Fact]
    public void Connections_wait_in_the_order_of_their_coming()
    {
        Needs.Netcat();
        using Peer peer = Peer.Control();
        int listener = peer.OrderHandle("tcp");
        peer.Order($"bind {listener} * 9000");
        peer.Order($"listen {listener} 8");
        for (int i = 0; i < 8; i++)
        {
            // Each client chooses its own port, and starts only when the one before is connected.
            peer.Network.Start("nc", "-p", $"{5000 + i}", Peer.Address, "9000");
            KernelSockets.AwaitStatesAt(peer.Network, 5000 + i, "ESTAB");
        }

        for (int i = 0; i < 8; i++)
        {
            string reply = peer.Await($"accept {listener}");
            Assert.EndsWith($" {Peer.KernelAddress} {5000 + i}", reply);
        }

        Assert.Equal("again", peer.Tell($"accept {listener}"));
        peer.Stop();
    }

    private static int Accept(Peer peer, int listener)
    {
        string[] reply = peer.Await($"accept {listener}").Split(' ');
        Assert.Equal(["ok", Peer.KernelAddress], [reply[0], reply[2]]);
        return int.Parse(reply[1], System.Globalization.CultureInfo.InvariantCulture);
    }
}
