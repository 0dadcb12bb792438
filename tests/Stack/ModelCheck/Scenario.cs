// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tests.Stack.ModelCheck;

/// <summary>The actions of both applications, and the expectations.</summary>
/// <param name="Name">The name in a report.</param>
/// <param name="Client">The script of the one end.</param>
/// <param name="Server">The script of the other.</param>
/// <param name="IsOrderly">Whether no connection may be lost, and no RST sent unless an old segment comes back.</param>
internal sealed record Scenario(string Name, Step[] Client, Step[] Server, bool IsOrderly)
{
    /// <summary>The bounds of faults for the search in every test run.</summary>
    public Bounds[] Bounds { get; init; } = [];

    /// <summary>Steps of both scripts that are done before the wire does anything.</summary>
    public int Beginning { get; init; } = 1;
}
