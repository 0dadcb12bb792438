// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.HostSim.Tap;

/// <summary>The reason why a wait ended; none when its time was over.</summary>
[Flags]
internal enum Readiness
{
    None = 0,

    /// <summary>A frame has arrived.</summary>
    Frame = 1,

    /// <summary>Standard input can be read, or is at its end.</summary>
    Input = 2,

    /// <summary>The process was asked to end.</summary>
    Stop = 4,
}
