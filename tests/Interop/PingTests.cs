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
    public void Every_echo_request_is_answered(int bytes)
    {
        Needs.Ping();
        using Peer peer = Peer.Serve();
        Pings.Send(peer.Network, 5, bytes);
        Assert.Equal(5, Peer.Value(peer.Stop(), "icmp_echo_replies"));
    }

    [Fact]
    public void A_packet_longer_than_a_buffer_is_dropped_and_counted_and_does_no_harm()
    {
        Needs.Ping();
        using Peer peer = Peer.Control();
        ProgramResult large = peer.Network.Try("ping", "-n", "-c", "2", "-i", "0.01", "-W", "1", "-s", "5000", Peer.Address);
        Assert.Contains("2 packets transmitted, 0 received, 100% packet loss", large.Exited(1).Text);
        peer.AwaitCounter("ipv4_reassembly_too_long", 2);
        Pings.Send(peer.Network, 1, 4000);
        Assert.Equal(1, peer.Counter("ipv4_reassembled"));
        peer.Stop();
    }
}
