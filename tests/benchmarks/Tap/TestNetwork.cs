// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using System.Runtime.InteropServices;

namespace NanoTcp.Benchmarks.Tap;

/// <summary>A network namespace with a TAP interface, made for one peer and removed with it.</summary>
internal sealed class TestNetwork : IDisposable
{
    public const string Interface = "nano0";
    public const string PeerAddress = "198.18.251.2";
    private const string KernelAddress = "198.18.251.1/24";

    private readonly string _name;
    private readonly int _namespace;

    /// <param name="hasKernel">Whether the kernel has an address there, and is what the peer talks to.</param>
    public TestNetwork(string purpose, bool hasKernel = true)
    {
        _name = string.Create(CultureInfo.InvariantCulture, $"nanotcp-bench-{Environment.ProcessId}-{purpose}");
        Tools.Run("ip", "netns", "add", _name);
        _namespace = Libc.Open($"/run/netns/{_name}", Libc.OReadOnly | Libc.SockCloExec);
        Tools.Run("ip", "-n", _name, "link", "set", "lo", "up");
        Tools.Run("ip", "-n", _name, "tuntap", "add", "dev", Interface, "mode", "tap");
        if (hasKernel)
        {
            Tools.Run("ip", "-n", _name, "addr", "add", KernelAddress, "dev", Interface);
        }

        Tools.Run("ip", "-n", _name, "link", "set", Interface, "up");

        // The client closes first: its ports must not wait for minutes, or there soon are none.
        Set("net.ipv4.tcp_max_tw_buckets", "0");

        // The one that every kernel has, whatever the machine's default is.
        Set("net.ipv4.tcp_congestion_control", "reno");
    }

    /// <summary>Says what is missing to make one.</summary>
    public static void Require()
    {
        if (!OperatingSystem.IsLinux() || Environment.UserName != "root")
        {
            throw new BenchmarkException("This benchmark makes network namespaces and TAP interfaces: run it as root on Linux.");
        }
    }

    /// <summary>Sets what belongs to the namespace alone.</summary>
    public void Set(string setting, string value)
    {
        Tools.Run("ip", "netns", "exec", _name, "sysctl", "-q", "-w", $"{setting}={value}");
    }

    /// <summary>Puts the calling thread, the sockets that it makes and the processes that it starts, into the namespace.</summary>
    public void Enter()
    {
        if (Libc.SetNamespace(_namespace, Libc.CloneNewNet) != 0)
        {
            throw new BenchmarkException($"The namespace {_name} cannot be entered: {Marshal.GetLastPInvokeErrorMessage()}.");
        }
    }

    public void Dispose()
    {
        _ = Libc.Close(_namespace);
        Tools.Run("ip", "netns", "delete", _name);
    }
}
