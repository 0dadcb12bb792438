// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;
using BenchmarkDotNet.Running;

namespace NanoTcp.Benchmarks.Parts;

/// <summary>The command <c>parts</c>: BenchmarkDotNet on the checksum and on segments over a link in memory.</summary>
internal static class PartsCommand
{
    public static Command Create()
    {
        Argument<string[]> rest = new("arguments") { Description = "Passed on to BenchmarkDotNet", Arity = ArgumentArity.ZeroOrMore };
        Command command = new("parts", "Measure the parts with BenchmarkDotNet") { rest };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction(parsed =>
        {
            BenchmarkSwitcher.FromAssembly(typeof(PartsCommand).Assembly).Run(["--filter", "*", .. parsed.GetValue(rest)!, .. parsed.UnmatchedTokens]);
        });
        return command;
    }
}
