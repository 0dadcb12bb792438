// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Wire;

/// <summary>What runs on top of a stack in a <see cref="VirtualNetwork"/>.</summary>
public interface INodeApplication
{
    /// <summary>
    /// Does what can be done now. Returns when it wants to be called next at the latest; it is also called whenever its stack has
    /// been polled, so long.MaxValue is right for an application that only reacts.
    /// </summary>
    long Poll(long now);
}
