// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;

namespace NanoTcp.HostSim.Commands;

/// <summary>The action of a command. Before it a check looks at the values together, each of which is valid by itself.</summary>
internal static class CheckedAction
{
    /// <summary>The exit status for a wrong command line.</summary>
    public const int BadInput = 2;

    /// <summary>Sets the action and the check. The check returns what is wrong with the values together, or null. It is asked when each is good.</summary>
    public static void SetAction(this Command command, Func<ParseResult, string?> problemOf, Func<ParseResult, int> run)
    {
        command.SetAction(parsed =>
        {
            if (problemOf(parsed) is string problem)
            {
                parsed.InvocationConfiguration.Error.WriteLine(Told.Line(problem));
                return BadInput;
            }

            return run(parsed);
        });
    }
}
