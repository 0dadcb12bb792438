// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Resources;

/// <summary>Proves that a stack without connections has all its resources, by taking them all.</summary>
internal static class ResourceCheck
{
    private const int FirstLocalPort = 20_000;
    private const int FirstListener = 30_000;

    /// <summary>
    /// Takes listeners, connections, ports and peers, as many as there must be, and gives them back. Returns what could not be had; null if all could.
    /// The stack is at 192.168.7.0/24.
    /// </summary>
    public static string? FindMissing(TcpTransport tcp, int listeners, int peers)
    {
        string? missing = null;
        List<TcpListener> taken = [];
        for (int i = 0; i < listeners && missing == null; i++)
        {
            missing = Judge(SocketError.Success, tcp.Bind(FirstListener + i, out TcpListener? listener), "a listener");
            taken.Add(listener!);
        }

        List<TcpConnection> connections = [];
        for (int i = 0; i < tcp.MaxConnections && missing == null; i++)
        {
            uint address = IPv4Address.From(192, 168, 7, (byte)(200 + i % peers));
            missing = Judge(SocketError.Success, tcp.Connect(address.ToHostAddress(), 80, FirstLocalPort + i, out TcpConnection? connection), "a connection, its port and its peer");
            connections.Add(connection!);
        }

        missing ??= Judge(SocketError.NoBufferSpaceAvailable, tcp.Connect(HostAddress.From(192, 168, 7, 200), 80, 0, out _), "no connection beyond the last");
        connections.ForEach(connection => connection?.Abort());
        taken.ForEach(listener => listener?.Close());
        return missing;
    }

    private static string? Judge(SocketError expected, SocketError error, string what)
    {
        return error == expected ? null : $"{what} was to be had, but: {error}";
    }
}
