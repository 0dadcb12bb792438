// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Simulation.Time;

namespace NanoTcp.Tests.Stack;

/// <summary>A stack without an address and a service on it, and the test as all the other stations, in virtual time.</summary>
internal abstract class ServiceBench
{
    protected ServiceBench(byte[] mac, long start = 0, int clockStep = 1)
    {
        Now = start;
        Clock = new SteppedClock(0, clockStep);
        Link = new ScriptedLink(mac);
        Stack = new NetworkStack(Link, new FixedEntropy(), new StackOptions { ClockStep = clockStep });
        Ip = new IPv4(Stack, new IPv4Options { ArpLifetime = 1_000_000_000 });
        Stack.Poll(Clock.Read(start));
    }

    public ScriptedLink Link { get; }

    public NetworkStack Stack { get; }

    public IPv4 Ip { get; }

    public long Now { get; private set; }

    /// <summary>What stack and service see of the time.</summary>
    public SteppedClock Clock { get; }

    protected abstract NetworkService Service { get; }

    public void Arrives(byte[] frame)
    {
        Link.Arrive(frame);
        Poll();
    }

    /// <summary>Lets time pass, polling as often as stack and service want.</summary>
    public void Advance(long milliseconds)
    {
        long end = Now + milliseconds;
        for (long next = Poll(); next <= end; next = Poll())
        {
            Now = Math.Max(next, Now);
        }

        Now = end;
        Poll();
    }

    /// <summary>Lets time pass until so many frames have been sent.</summary>
    public void AdvanceToSent(int number, long limit = 100_000)
    {
        long end = Now + limit;
        for (long next = Poll(); Link.Sent.Count < number; next = Poll())
        {
            Assert.InRange(next, 0, end);
            Now = Math.Max(next, Now);
        }
    }

    private long Poll()
    {
        long now = Clock.Read(Now);
        long next = Stack.Poll(now);
        next = Math.Min(Service.Poll(now), next);
        return Clock.Awaits(Math.Min(Stack.Flush(now), next), Now);
    }
}
