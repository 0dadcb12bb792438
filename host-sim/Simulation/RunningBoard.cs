// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Virtual;
using NanoTcp.Host;
using NanoTcp.Network;
using NanoTcp.Platform;
using NanoTcp.Simulation.Boards;
using NanoTcp.Simulation.Wire;

namespace NanoTcp.Simulation;

/// <summary>
/// A board with its firmware, its real driver and the model of its controller, plugged into a port of a wire. It runs with all that is on the wire, round
/// by round, in the time of its hardware's clock: the machine's or a virtual one.
/// </summary>
public sealed class RunningBoard : IDisposable
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    /// <summary>The least time of a round in virtual time, so that time never stands still.</summary>
    private const long ShortestRound = 1_000;

    private readonly VirtualNetwork _network;
    private readonly IHardwareClock _hardwareClock;
    private readonly SimulatedBoard _board;
    private readonly DeviceClock _clock = new();

    /// <summary>Powers the board up.</summary>
    /// <param name="setup">The board and its options.</param>
    /// <param name="wire">The other end of its cable.</param>
    /// <param name="network">The network that the board joins.</param>
    /// <param name="clock">The time of its hardware.</param>
    /// <param name="entropy">The entropy of its stack.</param>
    /// <param name="output">Where to tell of what should not happen.</param>
    /// <exception cref="SimulationException">The driver or the firmware does not start.</exception>
    public RunningBoard(BoardSetup setup, VirtualWire wire, VirtualNetwork network, IHardwareClock clock, EntropySource entropy, TextWriter output)
    {
        _network = network;
        _hardwareClock = clock;
        Port = wire.Attach(setup.Board.MacAddress);
        Controller = new SimulatedController(setup.Board, Port, clock, setup.Errata, setup.ControllerFaults, output);
        try
        {
            _board = setup.Firmware == null
                ? new SimulatedBoard(setup.Board, Controller, entropy, setup.Address, setup.Gateway, setup.Services)
                : new SimulatedBoard(setup.Board, setup.Firmware(setup.Board, Controller, entropy));
        }
        catch
        {
            Controller.Dispose();
            throw;
        }

        network.Add(_board);
    }

    /// <summary>The wire's port at the board.</summary>
    public WirePort Port { get; }

    /// <summary>The board's Ethernet: its driver on the model of its controller.</summary>
    public SimulatedController Controller { get; }

    /// <summary>The board's network interface.</summary>
    public NetworkInterface Network => _board.Network;

    /// <summary>The board's stack.</summary>
    public NetworkStack Stack => _board.Stack;

    /// <summary>The board's time in milliseconds, as its stack gets it.</summary>
    public long Now => _clock.Follow(Controller.Milliseconds);

    /// <summary>Does what is due on the board and on the wire.</summary>
    /// <returns>In how many milliseconds something is due again.</returns>
    public long RunRound()
    {
        // A single round: the board's time goes on in it, and the next one is to know.
        long next = _network.RunAt(Now, maxRounds: 1);
        return Math.Max(next - Now, 0);
    }

    /// <summary>For a clock of virtual time: runs until the condition holds, which is asked first and then after every round.</summary>
    /// <exception cref="TimeoutException">It does not hold after so many milliseconds.</exception>
    public void RunUntil(Func<bool> condition, long limitMilliseconds)
    {
        long end = Now + limitMilliseconds;
        while (!condition())
        {
            if (Now >= end)
            {
                throw new TimeoutException($"The condition does not hold after {limitMilliseconds} ms.");
            }

            long wait = Math.Min(RunRound(), end - Now);
            _hardwareClock.Elapse(Math.Max(wait * NanosecondsPerMillisecond, ShortestRound));
        }
    }

    /// <summary>Switches it off.</summary>
    public void Dispose()
    {
        Controller.Dispose();
    }
}
