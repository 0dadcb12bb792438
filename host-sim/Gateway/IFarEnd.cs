// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;
using NanoTcp.Simulation.Wire;

namespace NanoTcp.HostSim.Gateway;

/// <summary>The other end of the board's cable. The program sleeps in it until something arrives.</summary>
internal interface IFarEnd : INodeApplication, IDisposable
{
    /// <summary>Where a browser on this machine finds the board.</summary>
    string Url { get; }

    /// <summary>Further ways to the board and from it, for the user: a name and a few words each.</summary>
    IEnumerable<(string Name, string Text)> Ways { get; }

    /// <summary>Plugs the board in. Both ends of the cable have a link as soon as the board's controller and the far end have one.</summary>
    /// <param name="boardPort">The wire's port at the board.</param>
    /// <param name="controller">The board's controller.</param>
    SharedCable Join(WirePort boardPort, EthernetLink controller);

    /// <summary>Sleeps until something arrives, at most the given time. False when the program was asked to end.</summary>
    bool Wait(int milliseconds);

    /// <summary>Ends the sleep of another thread, or the next one.</summary>
    void Wake();
}
