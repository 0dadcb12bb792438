// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Platform;
using NanoTcp.HostSim.Gateway;
using NanoTcp.HostSim.Platform;
using NanoTcp.Link;
using NanoTcp.Network;
using NanoTcp.Simulation;
using NanoTcp.Simulation.Boards;
using NanoTcp.Simulation.Wire;

namespace NanoTcp.HostSim.Run;

/// <summary>A board whose firmware takes the time that it takes on its platform. Cable and far end go on while it computes, and while it waits.</summary>
internal sealed class PlatformBoard : ILiveBoard
{
    private readonly VirtualNetwork _network;
    private readonly MonotonicClock _clock = new();
    private readonly WatchedHardware _hardware;
    private readonly FirmwareLoop _firmware;
    private IFarEnd? _farEnd;
    private bool _hasEnded;

    /// <summary>Powers the board up.</summary>
    /// <param name="setup">The board and its options.</param>
    /// <param name="platform">What its platform costs.</param>
    /// <param name="wire">The other end of its cable.</param>
    /// <param name="network">All but the board.</param>
    public PlatformBoard(BoardSetup setup, PlatformOptions platform, VirtualWire wire, VirtualNetwork network)
    {
        _network = network;
        Port = wire.Attach(setup.Board.MacAddress);
        RealClock clock = new(TimeProvider.System, Pass);
        _hardware = new WatchedHardware(setup.Board, Port, clock, setup.Errata, setup.ControllerFaults, Console.Error, platform);
        _firmware = new FirmwareLoop(setup.Board, _hardware.Ethernet, new SystemEntropy(), setup.Address, setup.Gateway, setup.Services, blocks: false);
    }

    /// <inheritdoc/>
    public WirePort Port { get; }

    /// <inheritdoc/>
    public EthernetLink Link => _hardware.Ethernet.Link;

    /// <inheritdoc/>
    public IncidentReport Report => _hardware.Report;

    /// <inheritdoc/>
    public IEnumerable<(string Name, long Value)> Counters => _hardware.Counters;

    /// <inheritdoc/>
    public NetworkInterface Network => _firmware.Network;

    /// <inheritdoc/>
    public long Now => _firmware.Now;

    /// <inheritdoc/>
    public bool GoOn(IFarEnd farEnd)
    {
        _farEnd = farEnd;
        Pass(0);
        _firmware.Turn();
        return !_hasEnded;
    }

    public void Dispose()
    {
        _hardware.Dispose();
    }

    /// <summary>So many milliseconds of all but the board. Its stack at the other end of the cable is not the board's, and takes no time.</summary>
    private void Pass(int milliseconds)
    {
        long ops = ExecutedIl.Ops;
        long bytes = ExecutedIl.Bytes;
        long end = _clock.Milliseconds + milliseconds;
        long now;
        do
        {
            now = _clock.Milliseconds;
            long wait = Math.Clamp(Math.Min(_network.RunAt(now, maxRounds: 1), end) - now, 0, milliseconds);
            if (_farEnd == null)
            {
                Thread.Sleep((int)wait);
            }
            else
            {
                _hasEnded |= !_farEnd.Wait((int)wait);
            }
        }
        while (now < end && !_hasEnded);

        ExecutedIl.Ops = ops;
        ExecutedIl.Bytes = bytes;
    }
}
