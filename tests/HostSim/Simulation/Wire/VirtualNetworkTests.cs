// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.HostSim.Simulation.Wire;

public class VirtualNetworkTests
{
    private static readonly uint s_left = IPv4Address.From(10, 0, 0, 1);
    private static readonly uint s_right = IPv4Address.From(10, 0, 0, 2);

    private readonly VirtualWire _wire = new(new WireFaults { DelayMs = 25 });
    private readonly VirtualNetwork _network;

    public VirtualNetworkTests()
    {
        _network = new VirtualNetwork(_wire);
    }

    [Fact]
    public void Time_jumps_from_event_to_event()
    {
        (TcpTransport left, TcpTransport right) = AddTwoStacks();
        Assert.Equal(SocketError.Success, right.Listen(80, 1, out _));
        Assert.Equal(SocketError.Success, left.Connect(new HostAddress(s_right), 80, 0, out TcpConnection? connection));
        _network.RunUntil(() => connection!.State == TcpState.Established, 1000);

        // The right stack's announcement of its address, SYN there, SYN,ACK back: three times 25 ms.
        Assert.Equal(75, _network.Now);
    }

    [Fact]
    public void A_condition_that_never_holds_ends_in_an_exception_at_its_limit()
    {
        AddTwoStacks();
        TimeoutException e = Assert.Throws<TimeoutException>(() => _network.RunUntil(() => false, 700));
        Assert.Contains("after 700 ms", e.Message);
        Assert.Equal(700, _network.Now);
    }

    [Fact]
    public void A_node_that_always_asks_for_at_once_is_found_out()
    {
        _network.Add(new Repeater(interval: 0));
        TimeoutException e = Assert.Throws<TimeoutException>(() => _network.RunUntil(() => false, 10));
        Assert.Contains("Time stands still at 0 ms", e.Message);
    }

    [Fact]
    public void Run_lets_exactly_that_time_pass()
    {
        Repeater repeater = new(interval: 10);
        _network.Add(repeater);
        _network.Run(95);
        Assert.Equal(95, _network.Now);
        Assert.Equal([0, 10, 20, 30, 40, 50, 60, 70, 80, 90], repeater.Polls);
    }

    [Fact]
    public void In_real_time_all_are_polled_and_the_next_due_time_is_told()
    {
        Repeater repeater = new(interval: 10);
        _network.Add(repeater);
        Assert.Equal(12, _network.RunAt(2, maxRounds: 5));
        Assert.Equal(13, _network.RunAt(3, maxRounds: 5));
        Assert.Equal([2, 3], repeater.Polls);

        _network.Add(new Repeater(interval: 0));
        Assert.Equal(4, _network.RunAt(4, maxRounds: 5));
    }

    private (TcpTransport Left, TcpTransport Right) AddTwoStacks()
    {
        return (AddStack(1, s_left), AddStack(2, s_right));
    }

    private TcpTransport AddStack(byte number, uint address)
    {
        NetworkStack stack = new(_wire.Attach(TwoStations.Mac(number)), new FixedEntropy(), new StackOptions());
        TcpTransport tcp = new(stack, new TcpOptions());
        new IPv4(stack, new IPv4Options()).Configure(new HostAddress(address), 24, HostAddress.Any);
        _network.Add(stack);
        return tcp;
    }

    private sealed class Repeater(int interval) : INodeApplication
    {
        public List<long> Polls { get; } = [];

        public long Poll(long now)
        {
            if (interval > 0)
            {
                Polls.Add(now);
            }

            return now + interval;
        }
    }

    private sealed class FixedEntropy : EntropySource
    {
        public override void Fill(byte[] buffer)
        {
            Array.Fill(buffer, (byte)7);
        }
    }
}
