// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.Architecture.Il;

/// <summary>A rule that is broken, by which method or type, and how.</summary>
internal sealed record IlViolation(IlRule Rule, string Where, string What);
