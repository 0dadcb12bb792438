// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Diagnostics;

namespace NanoTcp.Tests.Interop;

/// <summary>The kernel's side of the connections in a namespace, as ss reports it.</summary>
internal static class KernelSockets
{
    /// <summary>Waits until the kernel's connections at a port of its own are in these states; without any, until there are none.</summary>
    public static void AwaitStatesAt(NetworkNamespace network, int port, params string[] states)
    {
        Await(network, $"sport = :{port}", states);
    }

    /// <summary>The same for its connections to a port of the stack.</summary>
    public static void AwaitStatesTowards(NetworkNamespace network, int port, params string[] states)
    {
        Await(network, $"dport = :{port}", states);
    }

    /// <summary>Waits until a program listens on the port.</summary>
    public static void AwaitListener(NetworkNamespace network, int port)
    {
        AwaitPort(network, "-Htln", port);
    }

    /// <summary>Waits until a program has bound the UDP port.</summary>
    public static void AwaitUdp(NetworkNamespace network, int port)
    {
        AwaitPort(network, "-Huan", port);
    }

    private static void AwaitPort(NetworkNamespace network, string options, int port)
    {
        Stopwatch watch = Stopwatch.StartNew();
        while (network.Run("ss", options, $"sport = :{port}").Lines.Length == 0)
        {
            Assert.True(watch.Elapsed < RunningProgram.Limit, $"Nobody listens on port {port}.");
        }
    }

    private static void Await(NetworkNamespace network, string filter, string[] wanted)
    {
        Array.Sort(wanted, StringComparer.Ordinal);
        Stopwatch watch = Stopwatch.StartNew();
        string[] states = States(network, filter);
        while (!states.SequenceEqual(wanted))
        {
            Assert.True(
                watch.Elapsed < RunningProgram.Limit,
                $"The kernel's connections are not in [{string.Join(' ', wanted)}], but in [{string.Join(' ', states)}].");
            states = States(network, filter);
        }
    }

    private static string[] States(NetworkNamespace network, string filter)
    {
        ProgramResult result = network.Run("ss", "-Htan", "exclude", "listening", filter);
        return [.. result.Lines.Select(line => line.Split(' ')[0]).Order(StringComparer.Ordinal)];
    }
}
