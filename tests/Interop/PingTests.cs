// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.Interop;

/// <summary>ICMP and IPv4 against ping and the kernel.</summary>
public class PingTests : InteropTests
{
    [Theory]
    [InlineData("56")]
    [InlineData("1400")]
    [InlineData("1472")]
    public void Every_echo_request_is_answered(string bytes)
    {
        Needs.Ping();
        using Peer peer = Peer.Serve();
        ProgramResult ping = peer.Network.Run("ping", "-n", "-c", "20", "-i", "0.01", "-W", "5", "-s", bytes, Peer.Address);
        Assert.Contains("20 packets transmitted, 20 received, 0% packet loss", ping.Text);

        // ping compares what comes back with what it has sent, and says so where it differs.
        Assert.DoesNotContain("wrong", ping.Text);
        Assert.Equal(20, Peer.Value(peer.Stop(), "icmp_echo_replies"));
    }

    [Fact]
    public void Fragments_are_dropped_and_counted_and_do_no_harm()
    {
        Needs.Ping();
        using Peer peer = Peer.Control();
        ProgramResult large = peer.Network.Try("ping", "-n", "-c", "2", "-i", "0.01", "-W", "1", "-s", "3000", Peer.Address);
        Assert.Contains("2 packets transmitted, 0 received, 100% packet loss", large.Exited(1).Text);
        Assert.Equal(6, peer.Counter("ipv4_fragment"));
        peer.Network.Run("ping", "-n", "-c", "1", "-W", "5", Peer.Address);
        Assert.Equal(6, peer.Counter("ipv4_fragment"));
        peer.Stop();
    }
}
