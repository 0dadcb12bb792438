// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.Architecture;

/// <summary>How a build ended and what it printed.</summary>
internal sealed record BuildResult(bool Succeeded, string Output);
