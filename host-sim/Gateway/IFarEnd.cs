// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;
using NanoTcp.Simulation.Wire;

namespace NanoTcp.HostSim.Gateway;

/// <summary>What the board's cable leads to, and what the program sleeps in until something comes from there.</summary>
internal interface IFarEnd : INodeApplication, IDisposable
{
    /// <summary>Where a browser on this machine finds the board.</summary>
    string Url { get; }

    /// <summary>What else leads to the board and from it, for the user: a name and a few words each.</summary>
    IEnumerable<(string Name, string Text)> Ways { get; }

    /// <summary>Plugs the board in: both ends of the cable have a link from when the board's controller has one, or what is at the far end.</summary>
    /// <param name="boardPort">The wire's port at the board.</param>
    /// <param name="controller">The board's controller.</param>
    SharedCable Join(WirePort boardPort, EthernetLink controller);

    /// <summary>Sleeps until something arrives, at most the given time. False when the program was asked to end.</summary>
    bool Wait(int milliseconds);
}
