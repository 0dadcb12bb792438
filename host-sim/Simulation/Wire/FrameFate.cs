// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Wire;

/// <summary>The fate of a frame on the wire. A frame can suffer several faults; lost frames suffer no other.</summary>
[Flags]
public enum FrameFate
{
    /// <summary>It arrives, once, in its turn and whole.</summary>
    Delivered = 0,

    /// <summary>It does not arrive.</summary>
    Lost = 1,

    /// <summary>It arrives with one bit flipped.</summary>
    Corrupted = 2,

    /// <summary>It arrives twice.</summary>
    Duplicated = 4,

    /// <summary>It is held back, so that later frames overtake it.</summary>
    Reordered = 8,
}
