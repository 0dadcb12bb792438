// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;

namespace NanoTcp.HostSim.Commands;

/// <summary>What a command does, behind a look at values that are good each for itself.</summary>
internal static class CheckedAction
{
    /// <summary>The exit status when the command line cannot be obeyed.</summary>
    public const int BadInput = 2;

    /// <summary>Sets the action, and what says what is wrong with the values together: null for nothing. It is asked when each is good.</summary>
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
