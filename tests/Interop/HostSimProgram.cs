// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Runtime.InteropServices;

namespace NanoTcp.Tests.Interop;

/// <summary>The built host-sim, which lies beside the tests: run by the runtime that runs them.</summary>
internal static class HostSimProgram
{
    public static string Dotnet { get; } = Path.GetFullPath(Path.Combine(
        RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));

    public static string Assembly { get; } = Path.Combine(AppContext.BaseDirectory, "host-sim.dll");

    public static RunningProgram Start(params IReadOnlyList<string> arguments)
    {
        return RunningProgram.Start(Dotnet, [Assembly, .. arguments]);
    }

    public static RunningProgram Start(NetworkNamespace network, params IReadOnlyList<string> arguments)
    {
        return network.Start(Dotnet, [Assembly, .. arguments]);
    }
}
