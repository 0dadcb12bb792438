// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Time;

/// <summary>A part with events of its own on an <see cref="EventClock"/>, independent of the board's processor.</summary>
public interface ISimulatedPart
{
    /// <summary>The time of its next event in nanoseconds; <see cref="long.MaxValue"/>: never.</summary>
    long NextEvent { get; }

    /// <summary>Does what is due.</summary>
    /// <returns>Whether that may affect other parts, which then have to look again.</returns>
    bool Run();
}
