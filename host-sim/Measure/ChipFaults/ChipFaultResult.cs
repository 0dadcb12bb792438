// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.ChipFaults;

/// <summary>The result of a seed.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Hash">The sum of all its SPI transfers.</param>
/// <param name="Requests">How many a visitor has made.</param>
/// <param name="Served">How many of them were answered.</param>
/// <param name="Time">The virtual time at the end, in milliseconds.</param>
/// <param name="Failure">The broken rule; null if all held.</param>
internal sealed record ChipFaultResult(ulong Seed, ulong Hash, int Requests, int Served, long Time, ChipFaultException? Failure);
