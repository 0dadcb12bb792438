// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Text;

namespace NanoTcp.Tests.Interop;

/// <summary>The result of a program: its exit status and its output.</summary>
internal sealed record ProgramResult(string CommandLine, int ExitCode, byte[] Output, string ErrorText)
{
    public string Text => Encoding.UTF8.GetString(Output);

    public string[] Lines => Text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Asserts that the program was content.</summary>
    public ProgramResult Succeeded()
    {
        return Exited(0);
    }

    /// <summary>Asserts the exit status, and shows the program's output if it differs.</summary>
    public ProgramResult Exited(int status)
    {
        Assert.True(ExitCode == status, $"{CommandLine}: exit status {ExitCode} instead of {status}.\n{Excerpt(Text)}\n{Excerpt(ErrorText)}");
        return this;
    }

    private static string Excerpt(string text)
    {
        return text.Length <= 4000 ? text : text[..4000] + "…";
    }
}
