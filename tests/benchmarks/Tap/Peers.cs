// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Benchmarks.Tap;

/// <summary>The programs that are compared: how they are built, and what each is started with.</summary>
internal static class Peers
{
    /// <summary>Where what is built stands.</summary>
    public static string Folder { get; } = Path.Combine(Tools.RepositoryRoot, "artifacts", "benchmarks");

    /// <summary>Publishes host-sim with Native AOT. Returns the program.</summary>
    public static string PublishHostSim()
    {
        string output = Path.Combine(Folder, "host-sim");
        Tools.Run("dotnet", "publish", "host-sim", "-c", "Release", "-r", "linux-x64", "-p:PublishAot=true", "-o", output);
        return Path.Combine(output, "host-sim");
    }

    public static string[] HostSimArguments(string tap, string address)
    {
        // lwIP's window and send buffer are 65535 bytes.
        return ["peer", "--tap", tap, "--ip", address, "--serve", "--recv-buffer", "65535", "--send-buffer", "65535"];
    }

    /// <summary>Every frame as on a wire, with its checksum.</summary>
    public static string[] PlainHostSimArguments(string tap, string address)
    {
        return [.. HostSimArguments(tap, address), "--offload", "false"];
    }

    public static string[] LwipArguments(string tap, string address)
    {
        return [tap, address, "24", "02:00:00:00:07:02"];
    }
}
