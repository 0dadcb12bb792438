// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Reflection;
using NanoTcp.Boards;
using NanoTcp.Dhcp;
using NanoTcp.Drivers;
using NanoTcp.Host;
using NanoTcp.Http;
using NanoTcp.Ip;
using NanoTcp.Link;
using NanoTcp.Mdns;
using NanoTcp.Network;
using NanoTcp.Platform;
using NanoTcp.Resolver;
using NanoTcp.Sntp;
using NanoTcp.Tcp;
using NanoTcp.Udp;

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
    public const string Groups = "multicast groups";
    public const string Udp = "UDP, fixed";
    public const string UdpSockets = "UDP sockets";
    public const string Interface = "network interface";
    public const string Dhcp = "DHCP";
    public const string AutoIp = "AutoIP";
    public const string Resolver = "DNS resolver";
    public const string Mdns = "mDNS";
    public const string Sntp = "SNTP";
    public const string Driver = "driver";
    public const string Board = "board";
    public const string Http = "HTTP";
    public const string Application = "application";

    /// <summary>The parts that every program with TCP has, whatever the controller and the application.</summary>
    public static readonly string[] Core = [Stack, Arp, Peers, Statics, Tcp, Listeners, Connections, Buffers, HalfOpen, FinWait2, TimeWait, Groups];

    /// <summary>The parts of services beside TCP, by <see cref="MemoryService"/>.</summary>
    public static readonly string[] Services = [Udp, Interface, Dhcp, AutoIp, Resolver, Mdns, Sntp];

    public static readonly string[] All = [.. Core, .. Services, UdpSockets, Driver, Board, Http, Application];

    /// <summary>The part that a type begins. Null: the object belongs to its owner's part.</summary>
    public static string? Of(Type type)
    {
        if (type.Namespace == typeof(HttpServer).Namespace)
        {
            return Http;
        }

        if (type.IsAssignableTo(typeof(NetworkService)) && OfService(type.Assembly) is string service)
        {
            return type == typeof(AutoIp) ? AutoIp : service;
        }

        if (type.IsSubclassOf(typeof(EthernetLink)) || type == typeof(BoardEthernet) || type == typeof(SpiBus))
        {
            return Driver;
        }

        // Some of them the assembly keeps to itself.
        return type.IsSubclassOf(typeof(Board)) ? Board : type.Name switch
        {
            nameof(NetworkStack) or nameof(IPv4) => Stack,
            "Arp" => Arp,
            "Igmp" => Groups,
            "PeerTable" or nameof(Peer) => Peers,
            nameof(UdpTransport) => Udp,
            nameof(TcpTransport) => Tcp,
            nameof(TcpListener) => Listeners,
            "ControlBlock" => Connections,
            "HalfOpenTable" => HalfOpen,
            "FinWait2Table" => FinWait2,
            "TimeWaitTable" => TimeWait,
            _ => null,
        };
    }

    /// <summary>The part of a service's assembly, in which its static fields count; null: it is none of a service.</summary>
    public static string? OfService(Assembly assembly)
    {
        return assembly == typeof(NetworkInterface).Assembly ? Interface
            : assembly == typeof(DhcpClient).Assembly ? Dhcp
            : assembly == typeof(DnsResolver).Assembly ? Resolver
            : assembly == typeof(MdnsResponder).Assembly ? Mdns
            : assembly == typeof(SntpClient).Assembly ? Sntp
            : null;
    }
}
