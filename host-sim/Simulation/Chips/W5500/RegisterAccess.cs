// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Chips.W5500;

/// <summary>The host's access to a register.</summary>
internal enum RegisterAccess : byte
{
    Reserved,
    ReadOnly,
    ReadWrite,
    WriteOneToClear,
}
