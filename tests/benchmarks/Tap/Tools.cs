// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.ComponentModel;
using System.Diagnostics;
using System.Reflection;

namespace NanoTcp.Benchmarks.Tap;

/// <summary>Runs the programs that build and prepare things.</summary>
internal static class Tools
{
    /// <summary>The folder of the repository.</summary>
    public static string RepositoryRoot { get; } = typeof(Tools).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    /// <summary>Runs a program to its end, in the repository's folder. It must succeed.</summary>
    public static void Run(string program, params IReadOnlyList<string> arguments)
    {
        _ = RunIn(RepositoryRoot, program, arguments);
    }

    /// <summary>Runs a program to its end in a folder. It must succeed. Returns what it printed.</summary>
    public static string RunIn(string folder, string program, params IReadOnlyList<string> arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        try
        {
            using Process process = Process.Start(start)!;
            Task<string> output = process.StandardOutput.ReadToEndAsync();
            string errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new BenchmarkException($"{program} {string.Join(' ', arguments)} failed:\n{output.Result}{errors}");
            }

            return output.Result;
        }
        catch (Win32Exception missing)
        {
            throw new BenchmarkException($"{program} cannot be run: {missing.Message}.");
        }
    }
}
