// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.Stack.ModelCheck;

/// <summary>How much a search has seen.</summary>
/// <param name="States">Worlds that differ in what will happen.</param>
/// <param name="Transitions">Steps from one to another.</param>
/// <param name="Ends">Worlds in which nothing can happen any more.</param>
internal sealed record ModelReport(int States, int Transitions, int Ends);
