// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.HostSim.Soak;

/// <summary>What a frame is to the checks.</summary>
internal enum SoakFrameKind
{
    /// <summary>Neither IPv4 nor TCP: none of their business.</summary>
    Other,

    /// <summary>Impossible lengths or a wrong checksum.</summary>
    Damaged,

    /// <summary>A TCP segment.</summary>
    Segment,
}
