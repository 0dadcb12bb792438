// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Diagnostics;

namespace NanoTcp.Tests.Interop;

/// <summary>UDP and groups against the kernel's.</summary>
public class DatagramTests : InteropTests
{
    private const string Group = "239.1.2.3";
    private const int Port = 5000;

    public static TheoryData<string> Links => ["raw", "enc28j60", "w5500"];

    [Fact]
    public void Datagrams_of_every_size_come_back_from_the_echo()
    {
        Needs.Socat();
        using Peer peer = Peer.Serve();
        foreach (int size in (int[])[1, 2, 512, 1471, 1472])
        {
            byte[] sent = Noise(size);
            RunningProgram client = peer.Network.Start("socat", "-t", "1", "-", $"UDP4:{Peer.Address}:7");
            client.Write(sent);
            Assert.Equal(sent, client.WaitForBytes(size));
            client.EndInput();
            client.Wait().Succeeded();
        }

        string counters = peer.Stop();
        Assert.Equal(5, Peer.Value(counters, "udp_sent"));
        Assert.Equal(0, Peer.Value(counters, "udp_checksum_error"));
    }

    [Fact]
    public void Nc_talks_to_the_echo()
    {
        Needs.Netcat();
        using Peer peer = Peer.Serve("--offload", "false");
        RunningProgram client = peer.Network.Start("nc", "-u", Peer.Address, "7");
        client.Write("over UDP\n");
        Assert.Equal("over UDP", client.TakeLine());
        client.Signal(RunningProgram.SigTerm);
        client.Wait();
        peer.Stop();
    }

    [Fact]
    public void A_closed_port_of_the_stack_refuses_the_kernels_datagram()
    {
        Needs.Python();
        using Peer peer = Peer.Control();
        ProgramResult result = peer.Network.Run("python3", "-c", $"""
            import socket
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.connect(("{Peer.Address}", 9999))
            s.send(b"x")
            try:
                s.recv(1)
            except ConnectionRefusedError:
                print("refused")
            """);
        Assert.Equal(["refused"], result.Lines);
        Assert.Equal(1, peer.Counter("udp_no_port"));
    }

    [Fact]
    public void A_closed_port_of_the_kernel_refuses_the_stacks_datagram_once()
    {
        using Peer peer = Peer.Control();
        int socket = peer.OrderHandle("udp");
        peer.Order($"connect {socket} {Peer.KernelAddress} 9999");
        peer.Order($"send {socket} 00");
        Assert.Equal("ok ECONNREFUSED", peer.Await($"error {socket}", reply => reply != "ok 0"));
        peer.Order($"send {socket} 00");
    }

    [Fact]
    public void Datagrams_without_a_checksum_are_taken_in_both_directions()
    {
        Needs.Python();
        using Peer peer = Peer.Control();
        int socket = peer.OrderHandle("udp");
        peer.Order($"bind {socket} * {Port}");
        peer.Order($"opt {socket} nocheck 1");
        RunningProgram kernel = peer.Network.Start("python3", "-c", $"""
            import socket
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.setsockopt(socket.SOL_SOCKET, 11, 1)
            s.bind(("{Peer.KernelAddress}", {Port}))
            s.sendto(b"no sum", ("{Peer.Address}", {Port}))
            print(s.recv(100).hex())
            """);
        string received = peer.Await($"recvfrom {socket}");
        Assert.Equal($"ok 6 {Peer.KernelAddress} {Port} 6e6f2073756d", received);
        peer.Order($"sendto {socket} {Peer.KernelAddress} {Port} 3 0a0b0c");
        Assert.Equal(["0a0b0c"], kernel.Wait().Succeeded().Lines);
    }

    [Theory]
    [MemberData(nameof(Links))]
    public void Broadcasts_reach_the_stack_through_every_controller_and_the_kernel_from_it(string link)
    {
        Needs.Socat();
        using Peer peer = Peer.Control("--link", link);
        int socket = peer.OrderHandle("udp");
        peer.Order($"bind {socket} * {Port}");
        foreach (string address in (string[])["192.168.7.255", "255.255.255.255"])
        {
            Send(peer, $"UDP4-DATAGRAM:{address}:{Port},broadcast,bind={Peer.KernelAddress}", "to all");
            Assert.Matches($"^ok 6 {Peer.KernelAddress} [0-9]+ 746f20616c6c$", peer.Await($"recvfrom {socket}"));
        }

        RunningProgram kernel = peer.Network.Start("socat", "-u", $"UDP4-RECV:{Port}", "-");
        AwaitBound(peer, Port);
        peer.Order($"sendto {socket} 192.168.7.255 {Port} 4 61626364");
        Assert.Equal("abcd"u8.ToArray(), kernel.WaitForBytes(4));
    }

    [Theory]
    [MemberData(nameof(Links))]
    public void A_group_is_received_through_every_controller_once_it_is_joined(string link)
    {
        Needs.Socat();
        using Peer peer = Peer.Control("--link", link);
        int socket = peer.OrderHandle("udp");
        peer.Order($"bind {socket} * {Port}");
        peer.Order($"opt {socket} join {Group}");
        peer.AwaitCounter("igmp_reports_sent", 1);
        Send(peer, $"UDP4-DATAGRAM:{Group}:{Port},ip-multicast-if={Peer.KernelAddress}", "to us");
        Assert.Matches($"^ok 5 {Peer.KernelAddress} [0-9]+ 746f207573$", peer.Await($"recvfrom {socket}"));

        RunningProgram kernel = peer.Network.Start("socat", "-u", $"UDP4-RECV:{Port},ip-add-membership={Group}:{Peer.KernelAddress}", "-");
        AwaitBound(peer, Port);
        peer.Order($"sendto {socket} {Group} {Port} 4 61626364");
        Assert.Equal("abcd"u8.ToArray(), kernel.WaitForBytes(4));
        peer.Order($"opt {socket} leave {Group}");
        peer.AwaitCounter("igmp_leaves_sent", 1);
    }

    private static void Send(Peer peer, string to, string text)
    {
        RunningProgram client = peer.Network.Start("socat", "-u", "-", to);
        client.Write(text);
        client.EndInput();
        client.Wait().Succeeded();
    }

    private static void AwaitBound(Peer peer, int port)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (peer.Network.Run("ss", "-Huln", $"sport = :{port}").Lines.Length == 0)
        {
            Assert.True(watch.Elapsed < RunningProgram.Limit, $"Nobody has bound port {port}.");
        }
    }
}
