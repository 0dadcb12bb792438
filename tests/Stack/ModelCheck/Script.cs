// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.Stack.ModelCheck;

/// <summary>The steps of an application in order. Each is done as soon as it is possible, or any time later.</summary>
internal sealed class Script(Step[] steps)
{
    public Step[] Steps { get; } = steps;
}
