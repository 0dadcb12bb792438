// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Simulation;

/// <summary>One seed, one course of events: every failure can be replayed.</summary>
public class DeterminismTests
{
    [Fact]
    public void Two_runs_with_one_seed_give_the_identical_trace()
    {
        Assert.Equal(Trace(7), Trace(7));
    }

    [Fact]
    public void Another_seed_gives_another_trace()
    {
        Assert.NotEqual(Trace(7), Trace(8));
    }

    private static List<string> Trace(int seed)
    {
        var faults = new WireFaults { Loss = 0.1, Duplicate = 0.1, Reorder = 0.1, Corrupt = 0.05, DelayMs = 3, JitterMs = 10, Seed = (ulong)seed };
        var hosts = new TwoHosts(faults, seed: 1);
        var trace = new Recorder();
        hosts.Wire.Observe(trace);
        (TcpConnection client, TcpConnection server) = hosts.Connect();
        var up = new Flow(client, 50_000);
        var down = new Flow(server, 30_000);
        hosts.Network.Add(hosts.ClientStack, up);
        hosts.Network.Add(hosts.ServerStack, down);
        hosts.Network.RunUntil(() => up.IsDone && down.IsDone, 24 * 3600_000);
        Assert.True(trace.Lines.Count > 100);
        return trace.Lines;
    }

    private sealed class Recorder : IFrameObserver
    {
        public List<string> Lines { get; } = [];

        public void OnFrame(long now, int fromPort, byte[] data, int offset, int length, FrameFate fate)
            => Lines.Add(string.Create(CultureInfo.InvariantCulture, $"{now} {fromPort} {fate} {Convert.ToHexString(data, offset, length)}"));
    }
}
