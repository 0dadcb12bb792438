// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Trace;
using Spectre.Console;

namespace NanoTcp.HostSim.Run;

/// <summary>The ladder in the markup of Spectre.Console.</summary>
internal sealed class ColouredLadder(int width) : LadderFormatter(width)
{
    /// <inheritdoc/>
    protected override string Paint(LadderInk ink, string text)
    {
        return $"[{Style(ink)}]{Markup.Escape(text)}[/]";
    }

    private static string Style(LadderInk ink)
    {
        return ink switch
        {
            LadderInk.Faint => "dim",
            LadderInk.Heading => "bold",
            LadderInk.State => "green",
            LadderInk.Step => "aqua",
            LadderInk.Again => "yellow",
            LadderInk.Trouble => "red",
            _ => "default",
        };
    }
}
