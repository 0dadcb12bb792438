// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Soak;

/// <summary>Proves that a stack without connections still has all resources of its start, by taking them all.</summary>
internal static class LeakCheck
{
    private const int FirstLocalPort = 20_000;
    private const int FirstListener = 30_000;

    public static void Run(SoakHost host)
    {
        TcpTransport tcp = host.Tcp;
        HostPlan plan = host.Plan;
        List<TcpListener> listeners = [];
        for (int i = 0; i < plan.Tcp.MaxListeners; i++)
        {
            Expect(host, SocketError.Success, tcp.Bind(FirstListener + i, out TcpListener? listener), "a listener");
            listeners.Add(listener!);
        }

        List<TcpConnection> connections = [];
        for (int i = 0; i < plan.Tcp.MaxConnections; i++)
        {
            uint address = IPv4Address.From(192, 168, 7, (byte)(200 + i % plan.Stack.Peers));
            Expect(host, SocketError.Success, tcp.Connect(address.ToHostAddress(), 80, FirstLocalPort + i, out TcpConnection? connection), "a connection, its port and its peer");
            connections.Add(connection!);
        }

        Expect(host, SocketError.NoBufferSpaceAvailable, tcp.Connect(HostAddress.From(192, 168, 7, 200), 80, 0, out _), "no connection beyond the last");
        connections.ForEach(connection => connection.Abort());
        listeners.ForEach(listener => listener.Close());
    }

    private static void Expect(SoakHost host, SocketError expected, SocketError error, string what)
    {
        if (error != expected)
        {
            throw new SoakViolationException(SoakInvariant.Leak, $"host {host.Index}: {what} was to be had, but: {error}");
        }
    }
}
