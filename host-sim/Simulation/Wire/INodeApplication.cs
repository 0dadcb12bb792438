// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Wire;

/// <summary>The application of a stack in a <see cref="VirtualNetwork"/>.</summary>
public interface INodeApplication
{
    /// <summary>
    /// Does what can be done now. Returns the latest time of the next call. It is also called whenever its stack has been polled, so an application
    /// that only reacts returns long.MaxValue.
    /// </summary>
    long Poll(long now);
}
