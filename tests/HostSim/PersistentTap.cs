// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tests.Interop;

namespace NanoTcp.Tests.HostSim;

/// <summary>A TAP interface as an administrator makes it. It exists before a program attaches to it, and afterwards.</summary>
internal sealed class PersistentTap : IDisposable
{
    private readonly string _name;

    public PersistentTap(string name, string address)
    {
        _name = name;
        Ip("tuntap", "add", "dev", name, "mode", "tap");
        Ip("addr", "add", address, "dev", name);
        Ip("link", "set", name, "up");
    }

    public void Dispose()
    {
        Ip("link", "delete", _name);
    }

    private static void Ip(params IReadOnlyList<string> arguments)
    {
        using RunningProgram ip = RunningProgram.Start("ip", arguments);
        ip.EndInput();
        ip.Wait().Succeeded();
    }
}
