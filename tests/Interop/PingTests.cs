// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.Interop;

/// <summary>ICMP and IPv4 against ping and the kernel.</summary>
public class PingTests : InteropTests
{
    [Theory]
    [InlineData(56)]
    [InlineData(1400)]
    [InlineData(1472)]
    public void Every_echo_request_is_answered(int bytes)
    {
        Needs.Ping();
        using Peer peer = Peer.Serve();
        Pings.Send(peer.Network, 5, bytes);
        Assert.Equal(5, Peer.Value(peer.Stop(), "icmp_echo_replies"));
    }

    [Fact]
    public void Fragments_are_dropped_and_counted_and_do_no_harm()
    {
        Needs.Ping();
        using Peer peer = Peer.Control();
        ProgramResult large = peer.Network.Try("ping", "-n", "-c", "2", "-i", "0.01", "-W", "1", "-s", "3000", Peer.Address);
        Assert.Contains("2 packets transmitted, 0 received, 100% packet loss", large.Exited(1).Text);
        peer.AwaitCounter("ipv4_fragment", 6);
        Pings.Send(peer.Network, 1, 56);
        Assert.Equal(6, peer.Counter("ipv4_fragment"));
        peer.Stop();
    }
}
