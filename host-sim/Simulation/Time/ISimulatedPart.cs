// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Time;

/// <summary>Something that lives on an <see cref="EventClock"/> whatever the board's processor does.</summary>
public interface ISimulatedPart
{
    /// <summary>When, in nanoseconds, it will do something by itself; <see cref="long.MaxValue"/>: never.</summary>
    long NextEvent { get; }

    /// <summary>Does what is due.</summary>
    /// <returns>Whether that may concern the others, which then have to look again.</returns>
    bool Run();
}
