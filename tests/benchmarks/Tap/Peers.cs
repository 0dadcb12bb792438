// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Benchmarks.Tap;

/// <summary>The programs that are compared: how they are built, and what each is started with.</summary>
internal static class Peers
{
    private static string Folder { get; } = Path.Combine(Tools.RepositoryRoot, "artifacts", "benchmarks");

    /// <summary>Publishes host-sim with Native AOT. Returns the program.</summary>
    public static string PublishHostSim()
    {
        string output = Path.Combine(Folder, "host-sim");
        Tools.Run("dotnet", "publish", "host-sim", "-c", "Release", "-r", "linux-x64", "-p:PublishAot=true", "-o", output);
        return Path.Combine(output, "host-sim");
    }

    /// <summary>Builds the program around lwIP. Returns it.</summary>
    public static string BuildLwip()
    {
        const string include = "/usr/include/lwip";
        if (!Directory.Exists(include))
        {
            throw new BenchmarkException("lwIP is missing: run \"apt-get install liblwip-dev gcc\".");
        }

        Directory.CreateDirectory(Folder);
        string program = Path.Combine(Folder, "lwip_peer");
        string source = Path.Combine(Tools.RepositoryRoot, "tests", "benchmarks", "lwip", "lwip_peer.c");
        Tools.Run("gcc", "-O3", "-Wall", "-Wextra", "-Werror", "-D_GNU_SOURCE", "-I", include, "-o", program, source, "-llwip");
        return program;
    }

    public static string[] HostSimArguments(string tap, string address)
    {
        // lwIP's window and send buffer are 65535 bytes.
        return ["peer", "--tap", tap, "--ip", address, "--serve", "--recv-buffer", "65535", "--send-buffer", "65535"];
    }

    public static string[] LwipArguments(string tap, string address)
    {
        return [tap, address, "24", "02:00:00:00:07:02"];
    }
}
