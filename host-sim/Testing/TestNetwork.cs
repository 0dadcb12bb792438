// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Network;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Simulation.Time;
using NanoTcp.Simulation.Wire;
using NanoTcp.Testing.Frames;
using NanoTcp.Testing.Scheduling;

namespace NanoTcp.Testing;

/// <summary>
/// A network in memory and in virtual time, with hosts whose programs use the sockets of <c>System.Net.Sockets</c>. The same programs and the same seed
/// always give the same frames. It belongs to one test.
/// </summary>
public sealed class TestNetwork : IDisposable
{
    /// <summary>The default of <see cref="TimeLimit"/>: ten minutes.</summary>
    public const int DefaultTimeLimit = 600_000;

    private readonly VirtualWire _wire;
    private readonly FaultInjector _faults;
    private readonly FrameHash _hash = new();
    private readonly SplitMix64 _seeds;
    private readonly List<TestHost> _hosts = [];

    /// <summary>A network without hosts, whose cables are perfect.</summary>
    /// <param name="seed">All that is random comes from it: the faults of the cables and the secrets of the hosts.</param>
    public TestNetwork(ulong seed)
    {
        _seeds = new SplitMix64(seed);
        _faults = new FaultInjector(new WireFaults { Seed = _seeds.Next() });
        _wire = new VirtualWire(_faults);
        _wire.Observe(_hash);
        Nodes = new VirtualNetwork(_wire);
        Baton = new Baton(_wire, Nodes, _seeds);
    }

    /// <summary>The virtual time in milliseconds. It begins at 0.</summary>
    public long Now => Nodes.Now;

    /// <summary>How long programs are waited for, in milliseconds of virtual time.</summary>
    public long TimeLimit { get; set; } = DefaultTimeLimit;

    /// <summary>
    /// How long a program may take in real time between two calls of the simulation. After this the test fails. It never happens while a debugger is
    /// attached.
    /// </summary>
    public TimeSpan Patience
    {
        get => Baton.Patience;
        set => Baton.Patience = value;
    }

    /// <summary>What the cables do to frames from now on. The seed in it means nothing: that of the network holds.</summary>
    public WireFaults Faults
    {
        get => _faults.Faults;
        set => _faults.Faults = value;
    }

    /// <summary>The probability that a frame is lost, from 0 to 1.</summary>
    public double Loss
    {
        get => Faults.Loss;
        set => Faults = Faults with { Loss = value };
    }

    /// <summary>A number that stands for all frames so far and their times. Equal runs have equal numbers.</summary>
    public ulong FrameHash => _hash.Value;

    /// <summary>The hosts, in the order of adding.</summary>
    public IReadOnlyList<TestHost> Hosts => _hosts;

    internal Baton Baton { get; }

    internal VirtualNetwork Nodes { get; }

    /// <summary>Adds a host.</summary>
    /// <param name="address">Its address, such as 192.168.1.10. The network is that of the first three numbers.</param>
    /// <param name="options">Sizes and name; null: the defaults. No other host may use the same object.</param>
    /// <exception cref="FormatException">That is no address.</exception>
    public TestHost AddHost(string address, NetworkInterfaceOptions? options = null)
    {
        byte number = (byte)(_hosts.Count + 1);
        WirePort port = _wire.Attach([2, 0x4E, 0x54, 0, 0, number]);
        TestHost host = new(this, port, new SeededEntropy(_seeds.Next()), address, options ?? new NetworkInterfaceOptions(), new SteppedClock(0, 1));
        _hosts.Add(host);
        return host;
    }

    /// <summary>Lets virtual time pass. A program that fails ends it early.</summary>
    /// <param name="milliseconds">How long.</param>
    public void RunFor(long milliseconds)
    {
        Baton.Wait(null, Now + milliseconds);
    }

    /// <summary>Runs until a condition holds.</summary>
    /// <param name="condition">It is asked whenever something has happened.</param>
    /// <exception cref="ProgramStuckException">It does not hold within <see cref="TimeLimit"/>, or nothing is left to happen.</exception>
    public void RunUntil(Func<bool> condition)
    {
        Baton.WaitFor(condition, Now + TimeLimit);
    }

    /// <summary>Ends all programs: the blocking calls in which they are throw <see cref="ProgramEndedException"/>.</summary>
    public void Dispose()
    {
        Baton.EndAll();
    }
}
