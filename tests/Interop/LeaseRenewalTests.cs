// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.Interop;

/// <summary>The renewal of the shortest lease that dnsmasq gives, in real time.</summary>
[Trait(Speed.Trait, Speed.Slow)]
public class LeaseRenewalTests : InteropTests
{
    [Fact]
    public void A_lease_of_two_minutes_is_renewed_after_one_and_refused_by_a_server_that_has_forgotten_it()
    {
        string leases = Path.Combine(Folder, "leases");
        using NetworkNamespace network = LeasingBoard.NewNetwork();
        RunningProgram first = Dnsmasq.Start(network, Peer.Tap, leases, 50, 50);
        using Board board = LeasingBoard.Boot(network);
        board.Program.WaitForText("Address 192.168.7.50/24, leased by 192.168.7.1");
        Dnsmasq.Stop(first);

        // What this one logs is the renewal.
        RunningProgram second = Dnsmasq.Start(network, Peer.Tap, leases, 50, 50);
        second.WaitForErrorText($"DHCPACK({Peer.Tap}) 192.168.7.50 {LeasingBoard.Mac} sensor-7");
        Assert.DoesNotContain("DHCPDISCOVER", second.ErrorText);
        network.Run("ping", "-n", "-c", "1", "-W", "60", "192.168.7.50");
        Dnsmasq.Stop(second);

        // Another memory, and other addresses: the next renewal is refused.
        RunningProgram third = Dnsmasq.Start(network, Peer.Tap, leases + "2", 80, 80, "--dhcp-authoritative");
        third.WaitForErrorText($"DHCPNAK({Peer.Tap}) 192.168.7.50 {LeasingBoard.Mac}");
        board.Program.WaitForText("Address 192.168.7.80/24, leased by 192.168.7.1");
        network.Run("ping", "-n", "-c", "1", "-W", "60", "192.168.7.80");
        board.Stop();
    }
}
