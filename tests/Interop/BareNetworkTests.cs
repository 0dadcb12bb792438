// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.Interop;

/// <summary>A network namespace for programs that send and receive whole frames. The kernel has no address there, and can bind any.</summary>
public class BareNetworkTests : InteropTests
{
    [Fact]
    public void The_peer_starts_where_the_kernel_has_no_address()
    {
        using NetworkNamespace network = new(isBare: true);
        network.AddTap(Peer.Tap);
        RunningProgram program = HostSimProgram.Start(network, "peer", "--tap", Peer.Tap, "--ip", Peer.Address);
        Assert.StartsWith($"ready labctl/1 ip={Peer.Address} ", program.TakeLine());
        program.Write("quit\n");
        Assert.Equal("ok", program.TakeLine());
        program.Wait().Succeeded();
    }
}
