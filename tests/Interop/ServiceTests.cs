// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.Interop;

/// <summary>The classic services on their ports against nc on the kernel's TCP.</summary>
public class ServiceTests : InteropTests
{
    [Fact]
    public void After_a_half_close_everything_still_comes_back()
    {
        Needs.Netcat();
        using Peer peer = Peer.Serve();
        byte[] sent = Noise(1 << 20);

        // -N: the FIN goes out at the end of the input, while most of the echo is still to come.
        RunningProgram client = peer.Network.Start("nc", "-N", Peer.Address, "7");
        client.Write(sent);
        client.EndInput();
        Assert.Equal(sent, client.Wait().Succeeded().Output);
        Assert.Equal(0, Peer.Value(peer.Stop(), "tcp_resets_sent"));
    }

    [Fact]
    public void Eight_clients_hold_their_connections_at_the_same_time()
    {
        Needs.Netcat();
        using Peer peer = Peer.Serve();
        RunningProgram[] clients = [.. Enumerable.Range(0, 8).Select(_ => peer.Network.Start("nc", "-N", Peer.Address, "7"))];
        for (int i = 0; i < clients.Length; i++)
        {
            clients[i].Write($"first of {i}\n");
        }

        for (int i = 0; i < clients.Length; i++)
        {
            Assert.Equal($"first of {i}", clients[i].TakeLine());
        }

        KernelSockets.AwaitStatesTowards(peer.Network, 7, [.. Enumerable.Repeat("ESTAB", 8)]);
        for (int i = clients.Length - 1; i >= 0; i--)
        {
            clients[i].Write($"last of {i}\n");
            clients[i].EndInput();
            Assert.Equal([$"first of {i}", $"last of {i}"], clients[i].Wait().Succeeded().Lines);
        }

        peer.Stop();
    }

    [Fact]
    public void Services_on_different_ports_serve_at_the_same_time()
    {
        Needs.Netcat();
        Needs.Curl();
        using Peer peer = Peer.Serve();
        RunningProgram echo = peer.Network.Start("nc", "-N", Peer.Address, "7");
        RunningProgram discard = peer.Network.Start("nc", "-N", Peer.Address, "9");
        RunningProgram source = peer.Network.Start("nc", Peer.Address, "19");
        discard.Write(Noise(100_000));
        echo.Write("one\n");
        Assert.Equal("one", echo.TakeLine());
        source.WaitForBytes(1_000_000);
        peer.Network.Run("curl", "--silent", "--show-error", "--fail", "-o", "/dev/null", $"http://{Peer.Address}/");
        echo.Write("two\n");
        Assert.Equal("two", echo.TakeLine());
        source.Dispose();
        discard.EndInput();
        Assert.Empty(discard.Wait().Succeeded().Output);
        echo.EndInput();
        echo.Wait().Succeeded();
        peer.Stop();
    }

    [Fact]
    public void Discard_takes_everything_and_closes_after_the_client()
    {
        Needs.Netcat();
        using Peer peer = Peer.Serve();
        RunningProgram client = peer.Network.Start("nc", "-N", Peer.Address, "9");
        client.Write(Noise(1 << 20));
        KernelSockets.AwaitStatesTowards(peer.Network, 9, "ESTAB");
        client.EndInput();
        Assert.Empty(client.Wait().Succeeded().Output);
        peer.Stop();
    }

    [Fact]
    public void Source_sends_until_the_client_has_gone()
    {
        Needs.Netcat();
        using Peer peer = Peer.Serve();
        RunningProgram client = peer.Network.Start("nc", Peer.Address, "19");
        client.WaitForBytes(4 << 20);
        client.Signal(RunningProgram.SigTerm);
        Assert.NotEqual(0, client.Wait().ExitCode);
        RunningProgram echo = peer.Network.Start("nc", "-N", Peer.Address, "7");
        echo.Write("still here\n");
        echo.EndInput();
        Assert.Equal(["still here"], echo.Wait().Succeeded().Lines);
        peer.Stop();
    }

    [Fact]
    public void A_closed_port_refuses_the_connection()
    {
        Needs.Netcat();
        Needs.Curl();
        using Peer peer = Peer.Serve();
        RunningProgram client = peer.Network.Start("nc", "-v", Peer.Address, "81");
        client.EndInput();
        Assert.Contains("Connection refused", client.Wait().Exited(1).ErrorText);

        // 7: the connection failed.
        peer.Network.Try("curl", "--silent", $"http://{Peer.Address}:81/").Exited(7);
        string counters = peer.Stop();
        Assert.InRange(Peer.Value(counters, "tcp_port_closed"), 2, int.MaxValue);
        Assert.Equal(Peer.Value(counters, "tcp_port_closed"), Peer.Value(counters, "tcp_resets_sent"));
    }

    [Fact]
    public void A_small_interface_MTU_is_kept_to_in_both_directions()
    {
        Needs.Netcat();
        using Peer peer = Peer.Serve();
        peer.Network.Run("ip", "link", "set", Peer.Tap, "mtu", "600");
        byte[] sent = Noise(200_000);
        RunningProgram client = peer.Network.Start("nc", "-N", Peer.Address, "7");
        client.Write(sent);
        client.WaitForBytes(100_000);

        // 600 less the headers of IPv4 and TCP. The kernel offers this size, and takes it for the stack's.
        ProgramResult details = peer.Network.Run("ss", "-Htino", "dport = :7");
        Assert.Contains(" mss:560 ", details.Text);
        client.EndInput();
        Assert.Equal(sent, client.Wait().Succeeded().Output);
        ProgramResult statistics = peer.Network.Run("ip", "-statistics", "link", "show", Peer.Tap);
        Assert.Contains("mtu 600", statistics.Text);
        Assert.Equal(0, Peer.Value(peer.Stop(), "tap_oversized"));
    }

    [Fact]
    public void A_small_segment_size_of_the_route_is_kept_to()
    {
        Needs.Curl();
        using Peer peer = Peer.Serve("--offload", "false");
        peer.Network.Run("ip", "route", "change", "192.168.7.0/24", "dev", Peer.Tap, "advmss", "88");
        ProgramResult curl = peer.Network.Run("curl", "--silent", "--show-error", $"http://{Peer.Address}/bytes/100000");
        Assert.Equal(Pattern(100_000), curl.Output);

        // 100 000 bytes take 1 137 segments of 88.
        Assert.InRange(Peer.Value(peer.Stop(), "tcp_segments_sent"), 1137, 2500);
    }

    [Fact]
    public void Every_tenth_frame_lost_in_either_direction_loses_nothing_of_what_the_stack_sends()
    {
        Needs.Curl();
        using Peer peer = Peer.Serve("--offload", "false");
        LossyWire wire = new(peer.Network, Peer.Tap);
        ProgramResult curl = peer.Network.Run("curl", "--silent", "--show-error", $"http://{Peer.Address}/bytes/100000");
        Assert.Equal(Pattern(100_000), curl.Output);
        Assert.True(wire.LostToStack + wire.LostFromStack > 0);
        Assert.InRange(Peer.Value(peer.Stop(), "tcp_retransmissions"), 1, int.MaxValue);
    }

    [Fact]
    public void Every_tenth_frame_lost_in_either_direction_loses_nothing_of_what_is_echoed()
    {
        Needs.Netcat();
        using Peer peer = Peer.Serve("--offload", "false");
        LossyWire wire = new(peer.Network, Peer.Tap);
        RunningProgram client = peer.Network.Start("nc", "-N", Peer.Address, "7");

        // One line at a time. The stack drops text out of order here. With more text under way the kernel would send nearly everything again. Without
        // timestamps it would never measure a round trip, and it would wait twice as long after every loss.
        for (int i = 0; i < 50; i++)
        {
            client.Write($"line {i}\n");
            Assert.Equal($"line {i}", client.TakeLine());
        }

        client.EndInput();
        client.Wait().Succeeded();
        Assert.True(wire.LostToStack + wire.LostFromStack > 0);
        peer.Stop();
    }
}
