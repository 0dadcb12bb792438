// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;

namespace NanoTcp.Tests.Interop;

/// <summary>The stack as the client of servers on the kernel's TCP, and the states that both sides report.</summary>
public class ConnectTests : InteropTests
{
    private const int Port = 9000;

    [Fact]
    public void The_stack_connects_and_data_goes_both_ways()
    {
        Needs.Netcat();
        using Peer peer = Peer.Control();
        RunningProgram server = Listen(peer, Port);
        int client = Connect(peer, Port);
        Assert.Equal("ESTABLISHED", peer.Order($"state {client}"));
        KernelSockets.AwaitStatesAt(peer.Network, Port, "ESTAB");
        peer.Order($"send {client} 7175657374696f6e0a");
        Assert.Equal("question", server.TakeLine());
        server.Write("answer\n");
        Assert.Equal("ok 7 616e737765720a", peer.Await($"recv {client} 100"));
        peer.Stop();
    }

    [Fact]
    public void The_stack_closes_first()
    {
        Needs.Netcat();
        using Peer peer = Peer.Control();
        int listener = peer.OrderHandle("tcp");
        peer.Order($"bind {listener} * {Port}");
        peer.Order($"listen {listener} 1");
        RunningProgram client = peer.Network.Start("nc", "-N", Peer.Address, $"{Port}");
        string server = peer.Await($"accept {listener}").Split(' ')[1];
        peer.Order($"send {server} 6c6173740a");
        peer.Order($"shutdown {server} wr");
        Assert.Equal("last", client.TakeLine());
        KernelSockets.AwaitStatesTowards(peer.Network, Port, "CLOSE-WAIT");
        peer.Await($"state {server}", "ok FIN_WAIT_2");

        // The other direction is still open.
        client.Write("after the FIN\n");
        Assert.Equal("ok 14 6166746572207468652046494e0a", peer.Await($"recv {server} 100"));
        client.EndInput();
        client.Wait().Succeeded();
        Assert.Equal("ok 0", peer.Await($"recv {server} 100"));
        peer.Await($"state {server}", "ok TIME_WAIT");
        KernelSockets.AwaitStatesTowards(peer.Network, Port);
        peer.Order($"close {server}");
        Assert.Equal(1, Peer.Value(peer.Order("conns"), "TIME_WAIT"));
        peer.Stop();
    }

    [Fact]
    public void The_kernel_closes_first()
    {
        Needs.Netcat();
        using Peer peer = Peer.Control();
        RunningProgram server = Listen(peer, Port);
        int client = Connect(peer, Port);
        server.Write("last\n");
        server.EndInput();
        Assert.Equal("ok 5 6c6173740a", peer.Await($"recv {client} 100"));
        Assert.Equal("ok 0", peer.Await($"recv {client} 100"));
        Assert.Equal("CLOSE_WAIT", peer.Order($"state {client}"));
        KernelSockets.AwaitStatesAt(peer.Network, Port, "FIN-WAIT-2");

        // The other direction is still open.
        peer.Order($"send {client} 61667465720a");
        Assert.Equal("after", server.TakeLine());
        peer.Order($"shutdown {client} wr");
        server.Wait().Succeeded();
        KernelSockets.AwaitStatesAt(peer.Network, Port, "TIME-WAIT");
        peer.Await($"state {client}", "ok CLOSED");
        Assert.Equal("0", peer.Order($"error {client}"));
        peer.Stop();
    }

    [Fact]
    public void Close_delivers_what_was_sent_before()
    {
        Needs.Netcat();
        using Peer peer = Peer.Control();
        RunningProgram server = Listen(peer, Port);
        int client = Connect(peer, Port);
        int sent = int.Parse(peer.Order($"write {client} 60000"), CultureInfo.InvariantCulture);
        peer.Order($"close {client}");
        Assert.Equal(new byte[sent], server.Wait().Succeeded().Output);
        KernelSockets.AwaitStatesAt(peer.Network, Port);
        Assert.Equal(1, Peer.Value(peer.Order("conns"), "TIME_WAIT"));
        peer.Stop();
    }

    [Fact]
    public void Abort_resets_the_kernels_connection()
    {
        Needs.Curl();
        using Peer peer = Peer.Control();
        int listener = peer.OrderHandle("tcp");
        peer.Order($"bind {listener} * 80");
        peer.Order($"listen {listener} 1");
        RunningProgram curl = peer.Network.Start("curl", "--silent", "--show-error", $"http://{Peer.Address}/");
        string connection = peer.Await($"accept {listener}").Split(' ')[1];
        Assert.StartsWith("ok ", peer.Await($"recv {connection} 1000"));
        peer.Order($"abort {connection}");
        ProgramResult result = curl.Wait().Exited(56);
        Assert.Contains("Connection reset by peer", result.ErrorText);
        peer.Stop();
    }

    [Fact]
    public void A_reset_from_the_kernel_is_an_error_of_the_connection()
    {
        Needs.Netcat();
        using Peer peer = Peer.Control();
        RunningProgram server = Listen(peer, Port);
        int client = Connect(peer, Port);
        peer.Order($"send {client} 756e726561640a");
        Assert.Equal("unread", server.TakeLine());

        // A program ends before it has read everything, so the kernel resets instead of closing.
        server.Signal(RunningProgram.SigStop);
        peer.Order($"send {client} 756e726561640a");
        server.Signal(RunningProgram.SigKill);
        server.Wait();
        Assert.Equal("err ECONNRESET", peer.Await($"recv {client} 100"));
        Assert.Equal("ok CLOSED", peer.Tell($"state {client}"));
        peer.Stop();
    }

    [Fact]
    public void A_closed_port_of_the_kernel_refuses_the_connection()
    {
        using Peer peer = Peer.Control();
        int client = peer.OrderHandle("tcp");
        Assert.Equal("again", peer.Tell($"connect {client} {Peer.KernelAddress} {Port}"));
        Assert.Equal("err ECONNREFUSED", peer.Await($"connected {client}"));
        Assert.Equal("ok CLOSED", peer.Tell($"state {client}"));
        peer.Stop();
    }

    [Fact]
    public void A_host_that_does_not_exist_is_unreachable()
    {
        using Peer peer = Peer.Control();
        int client = peer.OrderHandle("tcp");
        Assert.Equal("again", peer.Tell($"connect {client} 192.168.7.77 {Port}"));
        Assert.Equal("err EHOSTUNREACH", peer.Await($"connected {client}"));
        peer.Stop();
    }

    [Fact]
    public void A_port_in_use_is_refused_and_its_number_says_so()
    {
        using Peer peer = Peer.Control();
        int first = peer.OrderHandle("tcp");
        int second = peer.OrderHandle("tcp");
        peer.Order($"bind {first} * {Port}");
        Assert.Equal("err EADDRINUSE", peer.Tell($"bind {second} * {Port}"));
        peer.Order($"close {first}");
        peer.Order($"bind {second} * {Port}");
        peer.Stop();
    }

    [Fact]
    public void Ephemeral_ports_differ_and_the_kernel_sees_them()
    {
        Needs.Netcat();
        using Peer peer = Peer.Control();
        HashSet<int> ports = [];
        for (int i = 0; i < 4; i++)
        {
            Listen(peer, Port + i);
            int client = Connect(peer, Port + i);
            string[] name = peer.Order($"name {client}").Split(' ');
            Assert.Equal(Peer.Address, name[0]);
            int port = int.Parse(name[1], CultureInfo.InvariantCulture);
            Assert.InRange(port, 1024, 65535);
            Assert.True(ports.Add(port), $"Port {port} was chosen twice.");
            KernelSockets.AwaitStatesTowards(peer.Network, port, "ESTAB");
        }

        peer.Stop();
    }

    [Fact]
    public void A_bound_port_is_the_one_that_the_kernel_sees()
    {
        Needs.Netcat();
        using Peer peer = Peer.Control();
        Listen(peer, Port);
        int client = peer.OrderHandle("tcp");
        peer.Order($"bind {client} {Peer.Address} 12345");
        Assert.Equal("again", peer.Tell($"connect {client} {Peer.KernelAddress} {Port}"));
        Assert.Equal("ok", peer.Await($"connected {client}"));
        KernelSockets.AwaitStatesTowards(peer.Network, 12345, "ESTAB");
        peer.Stop();
    }

    private static RunningProgram Listen(Peer peer, int port)
    {
        RunningProgram server = peer.Network.Start("nc", "-N", "-l", $"{port}");
        KernelSockets.AwaitListener(peer.Network, port);
        return server;
    }

    private static int Connect(Peer peer, int port)
    {
        int client = peer.OrderHandle("tcp");
        Assert.Equal("again", peer.Tell($"connect {client} {Peer.KernelAddress} {port}"));
        Assert.Equal("ok", peer.Await($"connected {client}"));
        return client;
    }
}
