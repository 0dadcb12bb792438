// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.HostSim.Gateway;
using NanoTcp.HostSim.Platform;
using NanoTcp.Link;
using NanoTcp.Network;
using NanoTcp.Simulation;
using NanoTcp.Simulation.Boards;
using NanoTcp.Simulation.Wire;

namespace NanoTcp.HostSim.Run;

/// <summary>A board whose firmware takes no time of its own: only its SPI bus and its cable do.</summary>
internal sealed class TimelessBoard(BoardSetup setup, VirtualWire wire, VirtualNetwork network) : ILiveBoard
{
    /// <summary>The longest sleep in milliseconds, so that the program can end soon.</summary>
    private const int MaxSleep = 100;

    private readonly RunningBoard _board = new(setup, wire, network, new RealClock(TimeProvider.System, Thread.Sleep), new SystemEntropy(), Console.Error);

    /// <inheritdoc/>
    public WirePort Port => _board.Port;

    /// <inheritdoc/>
    public EthernetLink Link => _board.Controller;

    /// <inheritdoc/>
    public IncidentReport Report => _board.Controller.Report;

    /// <inheritdoc/>
    public IEnumerable<(string Name, long Value)> Counters => _board.Controller.Counters;

    /// <inheritdoc/>
    public NetworkInterface Network => _board.Network;

    /// <inheritdoc/>
    public long Now => _board.Now;

    /// <summary>Does what is due on the board and on the wire. Returns in how many milliseconds something is due again.</summary>
    public long RunRound()
    {
        return _board.RunRound();
    }

    /// <inheritdoc/>
    public bool GoOn(IFarEnd farEnd)
    {
        return farEnd.Wait((int)Math.Min(RunRound(), MaxSleep));
    }

    public void Dispose()
    {
        _board.Dispose();
    }
}
