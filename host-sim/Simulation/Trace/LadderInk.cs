// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Trace;

/// <summary>The kinds of parts of a ladder's line. An output with colours chooses one for each.</summary>
public enum LadderInk
{
    /// <summary>Numbers and text of the usual kind.</summary>
    Plain,

    /// <summary>Details: times, options, frames that belong to no connection.</summary>
    Faint,

    /// <summary>The two ends.</summary>
    Heading,

    /// <summary>A state that an end enters.</summary>
    State,

    /// <summary>A step of the opening or the close, and the arrow of its segment.</summary>
    Step,

    /// <summary>Something comes again.</summary>
    Again,

    /// <summary>A reset, or a segment that does not arrive.</summary>
    Trouble,
}
