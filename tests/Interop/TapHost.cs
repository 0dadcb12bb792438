// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Diagnostics;
using NanoTcp.Host;
using NanoTcp.HostSim.Tap;
using NanoTcp.Ip;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Tests.Stack;
using NanoTcp.Udp;

namespace NanoTcp.Tests.Interop;

/// <summary>
/// A stack in the test's own process, without an address, on a TAP interface of a namespace. The kernel at the other end has an address. It runs in real time.
/// </summary>
internal sealed class TapHost : IDisposable
{
    /// <summary>How long the test waits for a frame before it looks at other things again, in milliseconds.</summary>
    private const int LookInterval = 20;

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly StopSignal _stop = new();
    private readonly TapLink _link;

    public TapHost(NetworkNamespace network, string kernelAddress)
    {
        network.Run("ip", "tuntap", "add", "dev", Peer.Tap, "mode", "tap");
        network.Run("ip", "address", "add", kernelAddress, "dev", Peer.Tap);
        network.Run("ip", "link", "set", Peer.Tap, "up");
        _link = network.Open(() => TapLink.Open(Peer.Tap, Frames.OwnMac, new IPv4Prefix(Frames.Own, 24)));
        Stack = new NetworkStack(_link, new FixedEntropy(), new StackOptions());
        Udp = new UdpTransport(Stack);
        Ip = new IPv4(Stack, new IPv4Options());
    }

    public NetworkStack Stack { get; }

    public UdpTransport Udp { get; }

    public IPv4 Ip { get; }

    /// <summary>The time of the clock that polls.</summary>
    public long Now => _clock.ElapsedMilliseconds;

    /// <summary>Runs the stack and a service until something is so.</summary>
    public void RunUntil(NetworkService service, Func<bool> isDone)
    {
        long end = Now + (long)RunningProgram.Limit.TotalMilliseconds;
        while (!isDone())
        {
            long now = Now;
            Assert.True(now < end, "It did not happen in time.");
            long next = Math.Min(Stack.Poll(now), service.Poll(now));
            next = Math.Min(Stack.Flush(now), next);
            TapWait.For(_link, _stop, input: false, (int)Math.Clamp(next - now, 0, LookInterval));
        }
    }

    /// <summary>Runs them as long as a program runs.</summary>
    public ProgramResult RunWhile(NetworkService service, RunningProgram program)
    {
        program.EndInput();
        RunUntil(service, () => program.HasExited);
        return program.Wait();
    }

    public void Dispose()
    {
        _link.Dispose();
        _stop.Dispose();
    }
}
