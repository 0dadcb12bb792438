// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Diagnostics;
using NanoTcp.Tests.Interop;

namespace NanoTcp.Tests.Architecture;

/// <summary>Runs MSBuild as <c>dotnet build</c> does, in a process of its own that ends with the build.</summary>
internal static class MSBuild
{
    public static async Task<BuildResult> RunAsync(string project, params IEnumerable<string> arguments)
    {
        ProcessStartInfo start = new(HostSimProgram.Dotnet, ["msbuild", project, "-nologo", "-nodeReuse:false", .. arguments])
        {
            RedirectStandardOutput = true,
            WorkingDirectory = Repository.Root,
        };
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new BuildResult(process.ExitCode == 0, output);
    }
}
