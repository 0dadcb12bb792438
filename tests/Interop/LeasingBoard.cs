// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.Interop;

/// <summary>The simulated board behind a TAP interface, where it leases its address from a program that the test starts.</summary>
internal static class LeasingBoard
{
    /// <summary>Its MAC address.</summary>
    public const string Mac = "02:4e:54:00:00:07";

    /// <summary>A namespace with the interface, at whose end the kernel has its usual address and further ones.</summary>
    public static NetworkNamespace NewNetwork(params IReadOnlyList<string> moreAddresses)
    {
        NetworkNamespace network = new();
        network.AddTap(Peer.Tap, [$"{Peer.KernelAddress}/24", .. moreAddresses]);
        return network;
    }

    /// <summary>Boots it. Its name is sensor-7.</summary>
    public static Board Boot(NetworkNamespace network)
    {
        return Board.Boot(network, "--tap", Peer.Tap, "--dhcp", "--name", "sensor-7", "--mac", Mac);
    }
}
