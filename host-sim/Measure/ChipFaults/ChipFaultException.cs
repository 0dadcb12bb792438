// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.ChipFaults;

/// <summary>A rule does not hold.</summary>
internal sealed class ChipFaultException(ChipFaultRule rule, string message) : Exception(message)
{
    public ChipFaultRule Rule { get; } = rule;
}
