// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.HostSim.Gateway;
using NanoTcp.Link;
using NanoTcp.Network;
using NanoTcp.Simulation.Boards;
using NanoTcp.Simulation.Wire;

namespace NanoTcp.HostSim.Run;

/// <summary>A board that runs in real time on a wire, with the far end of its cable.</summary>
internal interface ILiveBoard : IDisposable
{
    /// <summary>The wire's port at the board.</summary>
    WirePort Port { get; }

    /// <summary>Its Ethernet.</summary>
    EthernetLink Link { get; }

    /// <summary>The incidents so far.</summary>
    IncidentReport Report { get; }

    /// <summary>The counters of frames at the controller, and of errors there.</summary>
    IEnumerable<(string Name, long Value)> Counters { get; }

    /// <summary>Its network interface.</summary>
    NetworkInterface Network { get; }

    /// <summary>Its time in milliseconds, as its stack gets it.</summary>
    long Now { get; }

    /// <summary>Board and far end go on until something may have changed. False when the program was asked to end.</summary>
    bool GoOn(IFarEnd farEnd);
}
