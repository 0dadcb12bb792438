// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Benchmarks;

/// <summary>A benchmark cannot be run here. The message says what it would need.</summary>
internal sealed class BenchmarkException(string message) : Exception(message);
