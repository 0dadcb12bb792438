// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Tcp;

/// <summary>Initial sequence numbers (RFC 6528): a clock of 4 µs plus a keyed hash of the connection.</summary>
public class InitialSequenceTests
{
    private static uint Iss(TcpBench bench, int port = 5000, int to = 80, int host = 1)
    {
        bench.Arrives($"SYN host={host} from={port} to={to} seq=100 win=4096");
        uint iss = bench.Sends($"SYN,ACK host={host}").WireSeq;
        bench.Arrives($"RST host={host} from={port} to={to} seq=101");
        return iss;
    }

    [Fact]
    public void For_one_connection_they_advance_by_250_a_millisecond_and_each_time()
    {
        var bench = new TcpBench();
        bench.Listen();
        uint first = Iss(bench);
        foreach (int interval in new[] { 1, 7, 1000, 3600_000 })
        {
            bench.Advance(interval);
            uint next = Iss(bench);
            Assert.Equal((uint)(interval + 1) * 250, next - first);
            first = next;
        }
    }

    [Fact]
    public void Connections_that_differ_in_one_number_have_nothing_in_common()
    {
        var bench = new TcpBench();
        bench.Listen();
        bench.Listen(81);
        bench.Resolve(9);
        uint[] numbers = [Iss(bench), Iss(bench, 5001), Iss(bench, to: 81), Iss(bench, host: 9)];
        for (int i = 0; i < numbers.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                Assert.True(Math.Abs((int)(numbers[i] - numbers[j])) > 100_000);
            }
        }
    }

    [Fact]
    public void Over_many_ports_they_are_spread_over_all_numbers()
    {
        var bench = new TcpBench();
        bench.Listen();
        uint[] numbers = [.. Enumerable.Range(1024, 512).Select(port => Iss(bench, port))];
        Assert.Equal(512, numbers.Distinct().Count());
        int[] sixteenths = [.. numbers.GroupBy(number => number >> 28).Select(group => group.Count())];
        Assert.Equal(16, sixteenths.Length);
        Assert.All(sixteenths, count => Assert.InRange(count, 10, 60));
    }

    [Fact]
    public void The_key_differs_from_one_boot_to_the_next()
    {
        uint[] numbers = [.. Enumerable.Range(1, 10).Select(Boot)];
        Assert.Equal(10, numbers.Distinct().Count());
    }

    private static uint Boot(int seed)
    {
        var link = new ScriptedLink(Frames.OwnMac);
        var stack = new NetworkStack(link, new FixedEntropy(seed), new StackOptions());
        var tcp = new TcpTransport(stack, new TcpOptions());
        new IPv4(stack, new IPv4Options()).Configure(Frames.OwnHost, 24, HostAddress.Any);
        Assert.Equal(SocketError.Success, tcp.Listen(80, 1, out _));
        link.Arrive(Frames.Arp(1, Frames.PeerMac, Frames.Peer, new byte[6], Frames.Own));
        stack.Poll(0);
        link.Sent.Clear();
        link.Arrive(Frames.Tcp(Segment.Parse("SYN from=5000 to=80 seq=100").ToBytes()));
        stack.Poll(0);
        return link.Sent.Select(Segment.FromFrame).Single(segment => segment.Flags == 0x12).WireSeq;
    }
}
