// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Measure.Throughput;

namespace NanoTcp.Measure.Latency;

/// <summary>What is the same in all scenarios of a table.</summary>
/// <param name="Platform">How the platform is.</param>
/// <param name="Requests">How many requests are answered.</param>
/// <param name="Seed">Decides when clients ask.</param>
internal sealed record LatencySetting(PlatformSetting Platform, int Requests, ulong Seed);
