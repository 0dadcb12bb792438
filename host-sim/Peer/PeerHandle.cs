// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.HostSim.Peer;

/// <summary>The object of a handle.</summary>
internal abstract class PeerHandle
{
    /// <summary>Whether it is neither bound nor connected.</summary>
    public abstract bool IsUnused { get; }
}
