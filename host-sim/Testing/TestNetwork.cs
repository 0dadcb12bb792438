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
/// always give the same frames. It belongs to one test, and the test's thread alone calls it, or a program that runs on it.
/// </summary>
public sealed partial class TestNetwork : IDisposable
{
    /// <summary>The default of <see cref="TimeLimit"/>: ten minutes.</summary>
    public const int DefaultTimeLimit = 600_000;

    /// <summary>The default of <see cref="RecordedFrames"/>.</summary>
    public const int DefaultRecordedFrames = 10_000;

    private readonly VirtualWire _wire;
    private readonly FaultInjector _injector;
    private readonly FrameLog _frames = new() { Capacity = DefaultRecordedFrames };
    private readonly SplitMix64 _seeds;
    private readonly List<TestHost> _hosts = [];
    private int _stations;

    /// <summary>A network without hosts, whose cables are perfect.</summary>
    /// <param name="seed">All that is random comes from it: the faults of the cables, the secrets of the hosts, and random numbers of programs.</param>
    public TestNetwork(ulong seed)
    {
        _seeds = new SplitMix64(seed);
        _injector = new FaultInjector(new WireFaults { Seed = _seeds.Next() });
        _wire = new VirtualWire(_injector);
        _wire.Observe(_frames);
        Nodes = new VirtualNetwork(_wire);
        Baton = new Baton(_wire, Nodes, _seeds);
    }

    /// <summary>The virtual time in milliseconds. It begins at 0.</summary>
    public long Now => Nodes.Now;

    /// <summary>The date at which virtual time begins, as programs read it. UTC; midnight of 1 January 2026, unless a test says otherwise.</summary>
    public DateTime StartTime
    {
        get => Baton.StartTime;
        set => Baton.StartTime = value;
    }

    /// <summary>How long a test waits for programs and conditions, in milliseconds of virtual time.</summary>
    public long TimeLimit { get; set; } = DefaultTimeLimit;

    /// <summary>
    /// How long a program may take in real time between two calls of the simulation; ten seconds, unless a test says otherwise. Then the test fails. It
    /// never does while a debugger is attached.
    /// </summary>
    public TimeSpan Patience
    {
        get => Baton.Patience;
        set => Baton.Patience = value;
    }

    /// <summary>How often another thread has got its turn. Each blocking call that has to wait takes one or two.</summary>
    public long Switches => Baton.Switches;

    /// <summary>The hosts, in the order of adding.</summary>
    public IReadOnlyList<TestHost> Hosts => _hosts;

    /// <summary>The router, if there is one.</summary>
    public TestRouter? Router { get; private set; }

    internal Baton Baton { get; }

    internal VirtualNetwork Nodes { get; }

    /// <summary>Adds a host with an address.</summary>
    /// <param name="address">Its address, such as 192.168.1.10. Its network is all addresses with the same first three numbers.</param>
    /// <param name="options">The sizes of its stack and its name; null: the defaults of a device. No other host may use the same object.</param>
    /// <param name="clockStep">By how many milliseconds its clock moves: 10 as on an ESP32, 1 as elsewhere.</param>
    /// <exception cref="FormatException">That is no address.</exception>
    public TestHost AddHost(string address, NetworkInterfaceOptions? options = null, int clockStep = 1)
    {
        ArgumentNullException.ThrowIfNull(address);
        return Add(address, options, clockStep);
    }

    /// <summary>Adds a host that asks the router for an address by DHCP. It has one some seconds later.</summary>
    /// <param name="options">The sizes of its stack and its name; null: the defaults of a device. No other host may use the same object.</param>
    /// <param name="clockStep">By how many milliseconds its clock moves.</param>
    public TestHost AddDhcpHost(NetworkInterfaceOptions? options = null, int clockStep = 1)
    {
        return Add(null, options, clockStep);
    }

    /// <summary>Adds a router that answers DHCP and the names that it is told. Hosts with an address of their own that are added later ask it for names.</summary>
    /// <param name="address">Its address, such as 192.168.1.1.</param>
    /// <exception cref="FormatException">That is no address.</exception>
    /// <exception cref="InvalidOperationException">There is one already.</exception>
    public TestRouter AddRouter(string address)
    {
        if (Router != null)
        {
            throw new InvalidOperationException("The network has a router already.");
        }

        Router = new TestRouter(Nodes, AttachPort(), NewEntropy(), address);
        return Router;
    }

    /// <summary>Lets virtual time pass. A program that fails ends it early, and what it has thrown is thrown here.</summary>
    /// <param name="milliseconds">How long.</param>
    public void RunFor(long milliseconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(milliseconds);
        Baton.Wait(null, Now + milliseconds);
    }

    /// <summary>Runs until a condition holds. What a program throws meanwhile is thrown here.</summary>
    /// <param name="condition">It is asked whenever something has happened.</param>
    /// <exception cref="ProgramStuckException">It does not hold within <see cref="TimeLimit"/>, or nothing is left to happen.</exception>
    public void RunUntil(Func<bool> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        Baton.WaitFor(condition, Now + TimeLimit);
    }

    /// <summary>Ends all programs: the blocking calls in which they are throw <see cref="ProgramEndedException"/>.</summary>
    /// <exception cref="ProgramStuckException">A program does not end.</exception>
    public void Dispose()
    {
        Baton.EndAll();
    }

    private TestHost Add(string? address, NetworkInterfaceOptions? options, int clockStep)
    {
        TestHost host = new(this, AttachPort(), NewEntropy(), address, options ?? new NetworkInterfaceOptions(), new SteppedClock(0, clockStep));
        _hosts.Add(host);
        return host;
    }

    private WirePort AttachPort()
    {
        _stations++;
        return _wire.Attach([2, 0x4E, 0x54, 0, (byte)(_stations >> 8), (byte)_stations]);
    }

    private SeededEntropy NewEntropy()
    {
        return new SeededEntropy(_seeds.Next());
    }
}
