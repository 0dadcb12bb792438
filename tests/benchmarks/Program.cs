// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.CommandLine;
using NanoTcp.Benchmarks.Blocking;
using NanoTcp.Benchmarks.Loss;
using NanoTcp.Benchmarks.Parts;
using NanoTcp.Benchmarks.Scaling;
using NanoTcp.Benchmarks.Tap;

namespace NanoTcp.Benchmarks;

/// <summary>The command line.</summary>
internal static class Program
{
    public static int Main(string[] arguments)
    {
        RootCommand root = new("Benchmarks of the stack on the desktop")
        {
            TapCommand.Create(),
            LossCommand.Create(),
            PartsCommand.Create(),
            ScalingCommand.Create(),
            BlockingCommand.Create(),
        };
        try
        {
            return root.Parse(arguments).Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (BenchmarkException problem)
        {
            Console.Error.WriteLine(problem.Message);
            return 1;
        }
    }
}
