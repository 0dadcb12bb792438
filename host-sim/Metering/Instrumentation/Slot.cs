// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Metering.Prices;

namespace NanoTcp.Metering.Instrumentation;

/// <summary>The meaning of a counter of a rewritten assembly.</summary>
internal enum SlotKind
{
    /// <summary>Entries of a method.</summary>
    Entry,

    /// <summary>Executions of a basic block.</summary>
    Block,

    /// <summary>Bytes of the arrays that an instruction makes.</summary>
    ArrayBytes,

    /// <summary>Bytes that a call of the framework works on.</summary>
    FrameworkBytes,
}

/// <summary>One counter of a rewritten assembly.</summary>
/// <param name="Method">The method in which it counts.</param>
/// <param name="Cost">The cost of one entry or execution.</param>
/// <param name="Framework">The method called, for <see cref="SlotKind.FrameworkBytes"/>.</param>
internal sealed record Slot(SlotKind Kind, string Method, BlockCost Cost, string? Framework = null)
{
    /// <summary>The file of the method, for <see cref="SlotKind.Entry"/>; null when no line of it is written down.</summary>
    public string? Source { get; init; }
}
