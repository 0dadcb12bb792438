// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Drivers;
using NanoTcp.Host;
using NanoTcp.Http;
using NanoTcp.Link;
using NanoTcp.SensorNode;
using NanoTcp.Tcp;

namespace NanoTcp.Measure.Memory;

/// <summary>The parts of the memory, in the order in which they are shown.</summary>
internal static class MemoryParts
{
    public const string Stack = "stack";
    public const string Arp = "ARP";
    public const string Peers = "peers";
    public const string Statics = "static fields of the core";
    public const string Tcp = "TCP, fixed";
    public const string Listeners = "listeners";
    public const string Connections = "connections without buffers";
    public const string Buffers = "buffers of connections";
    public const string HalfOpen = "half-open connections";
    public const string FinWait2 = "FIN-WAIT-2";
    public const string TimeWait = "TIME-WAIT";
    public const string Driver = "driver";
    public const string Board = "board";
    public const string Http = "HTTP";
    public const string Application = "application";

    /// <summary>The parts that every program with TCP has, whatever the controller and the application.</summary>
    public static readonly string[] Core = [Stack, Arp, Peers, Statics, Tcp, Listeners, Connections, Buffers, HalfOpen, FinWait2, TimeWait];

    public static readonly string[] All = [.. Core, Driver, Board, Http, Application];

    /// <summary>The part that a type begins. Null: the object belongs to its owner's part.</summary>
    public static string? Of(Type type)
    {
        if (type.Namespace == typeof(HttpServer).Namespace)
        {
            return Http;
        }

        if (type.IsSubclassOf(typeof(EthernetLink)) || type == typeof(BoardEthernet) || type == typeof(SpiBus))
        {
            return Driver;
        }

        // Some of them the assembly keeps to itself.
        return type.IsSubclassOf(typeof(Board)) ? Board : type.Name switch
        {
            nameof(NetworkStack) => Stack,
            "Arp" => Arp,
            "PeerTable" or nameof(Peer) => Peers,
            nameof(TcpTransport) => Tcp,
            nameof(TcpListener) => Listeners,
            "ControlBlock" => Connections,
            "HalfOpenTable" => HalfOpen,
            "FinWait2Table" => FinWait2,
            "TimeWaitTable" => TimeWait,
            _ => null,
        };
    }
}
