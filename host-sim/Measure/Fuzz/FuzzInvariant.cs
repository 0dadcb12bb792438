// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Fuzz;

/// <summary>The rules that hold whatever frames arrive.</summary>
internal enum FuzzInvariant
{
    /// <summary>No call throws.</summary>
    Exception,

    /// <summary>Nothing is allocated after construction.</summary>
    Allocation,

    /// <summary>A poll receives and sends a bounded number of frames, and the host does not ask for polls without end.</summary>
    Bound,

    /// <summary>Nobody who has not shown that it receives at its address gets more bytes than it has sent.</summary>
    Amplification,

    /// <summary>Every sent frame is well formed, from the host's own address, and its checksums are right.</summary>
    Malformed,

    /// <summary>After all deadlines no timer is left, and every connection, port and peer can be had.</summary>
    Leak,

    /// <summary>A visitor is served afterwards: ARP, ping, a UDP echo, a GET.</summary>
    Served,
}
