// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;
using NanoTcp.HostSim;

namespace NanoTcp.Tests.HostSim.Commands;

/// <summary>A command line as the program reads it, without its execution.</summary>
internal static class CommandLine
{
    private const int BadInput = 2;

    /// <summary>The errors of single values; empty without errors.</summary>
    public static IReadOnlyList<string> Errors(params string[] arguments)
    {
        return [.. Program.Parse(Program.CreateCommands(), arguments).Errors.Select(error => error.Message)];
    }

    /// <summary>The sentence that refuses a command line whose values are valid only by themselves.</summary>
    public static string Refusal(params string[] arguments)
    {
        ParseResult parsed = Program.Parse(Program.CreateCommands(), arguments);
        Assert.Equal([], parsed.Errors.Select(error => error.Message));
        StringWriter errors = new();
        StringWriter output = new();
        Assert.Equal(BadInput, parsed.Invoke(new InvocationConfiguration { Error = errors, Output = output, EnableDefaultExceptionHandler = false }));
        Assert.Equal("", output.ToString());
        return errors.ToString().TrimEnd('\r', '\n');
    }
}
