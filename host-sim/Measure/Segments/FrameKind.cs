// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Segments;

/// <summary>The kinds of frames for the checks.</summary>
internal enum FrameKind
{
    /// <summary>Neither IPv4 nor TCP: the checks ignore it.</summary>
    Other,

    /// <summary>Impossible lengths or a wrong checksum.</summary>
    Damaged,

    /// <summary>A TCP segment.</summary>
    Segment,
}
