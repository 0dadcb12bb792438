// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>Ephemeral ports (RFC 6056 §3.3.3, algorithm 3: a keyed hash of the destination, and a counter).</summary>
public class EphemeralPortTests
{
    private readonly TcpBench _bench = new();

    private int PortFor(uint address, int port)
    {
        Assert.Equal(SocketError.Success, _bench.Tcp.Connect(new HostAddress(address), port, 0, out TcpConnection? connection));
        int local = connection!.LocalPort;
        connection.Close();
        return local;
    }

    [Fact]
    public void They_lie_between_1024_and_65535()
    {
        for (int i = 0; i < 2000; i++)
        {
            Assert.InRange(PortFor(IPv4Address.From(192, 168, 7, (byte)(3 + i % 200)), 1 + i), 1024, 65535);
        }
    }

    [Fact]
    public void They_go_up_by_one_for_one_destination_and_wrap_to_1024()
    {
        int previous = PortFor(Frames.Peer, 80);
        bool wrapped = false;
        for (int i = 0; i < 64_512; i++)
        {
            int next = PortFor(Frames.Peer, 80);
            Assert.Equal(previous == 65535 ? 1024 : previous + 1, next);
            wrapped |= next == 1024;
            previous = next;
        }

        Assert.True(wrapped);
    }

    [Fact]
    public void They_tell_nothing_about_those_for_another_destination()
    {
        int[] gaps = [.. Enumerable.Range(3, 40).Select(host => PortFor(IPv4Address.From(192, 168, 7, (byte)host), 80))
            .Zip(Enumerable.Range(0, 40), (port, i) => (port - i + 65536) % 64512)];
        Assert.True(gaps.Distinct().Count() > 30);
        int[] ports = [.. Enumerable.Range(1, 40).Select(port => PortFor(Frames.Peer, port)).Zip(Enumerable.Range(0, 40), (port, i) => (port - i + 65536) % 64512)];
        Assert.True(ports.Distinct().Count() > 30);
    }

    [Fact]
    public void They_differ_from_one_boot_to_the_next()
    {
        var other = new NetworkStack(new ScriptedLink(Frames.OwnMac), new FixedEntropy(2), new StackOptions());
        var tcp = new TcpTransport(other, new TcpOptions());
        new IPv4(other, new IPv4Options()).Configure(Frames.OwnHost, 24, HostAddress.Any);
        Assert.Equal(SocketError.Success, tcp.Connect(Frames.PeerHost, 80, 0, out TcpConnection? connection));
        Assert.NotEqual(PortFor(Frames.Peer, 80), connection!.LocalPort);
    }

    [Fact]
    public void One_that_a_service_has_is_skipped()
    {
        int port = PortFor(Frames.Peer, 80);
        _bench.Listen(port + 1);
        Assert.Equal(port + 2, PortFor(Frames.Peer, 80));
    }

    [Fact]
    public void Open_connections_to_one_destination_have_different_ones()
    {
        int[] ports = new int[8];
        for (int i = 0; i < ports.Length; i++)
        {
            Assert.Equal(SocketError.Success, _bench.Tcp.Connect(Frames.PeerHost, 80, 0, out TcpConnection? connection));
            ports[i] = connection!.LocalPort;
        }

        Assert.Equal(8, ports.Distinct().Count());
    }

    [Fact]
    public void A_service_that_asks_for_port_0_gets_one_that_no_other_has()
    {
        TcpListener[] listeners = [_bench.Listen(0), _bench.Listen(0), _bench.Listen(0)];
        Assert.Equal(3, listeners.Select(listener => listener.Port).Distinct().Count());
        Assert.All(listeners, listener => Assert.InRange(listener.Port, 1024, 65535));
        _bench.Arrives($"SYN to={listeners[1].Port} seq=100 win=4096");
        _bench.Sends($"SYN,ACK from={listeners[1].Port} seq=300 ack=101");
    }
}
