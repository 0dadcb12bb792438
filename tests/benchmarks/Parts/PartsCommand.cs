// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

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
            string[] arguments = [.. parsed.GetValue(rest)!, .. parsed.UnmatchedTokens];

            // Short, and without a program of its own for each, which would have to be built first.
            IConfig config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
            BenchmarkSwitcher.FromAssembly(typeof(PartsCommand).Assembly).Run(arguments.Length > 0 ? arguments : ["--filter", "*"], config);
        });
        return command;
    }
}
