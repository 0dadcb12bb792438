// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Tcp;

namespace NanoTcp.Measure.Memory;

/// <summary>The sizes whose cost is asked for.</summary>
/// <param name="Board">The board whose driver is counted too; null: none.</param>
/// <param name="Application">The application on the stack.</param>
internal sealed record MemoryConfiguration(Board? Board, MemoryApplication Application)
{
    public int Connections { get; init; } = 8;

    public int Listeners { get; init; } = 4;

    public int Backlog { get; init; } = 4;

    public int ReceiveBuffer { get; init; } = 1024;

    public int SendBuffer { get; init; } = 1024;

    public int HalfOpenEntries { get; init; } = 8;

    public int FinWait2Entries { get; init; } = 8;

    public int TimeWaitEntries { get; init; } = 8;

    public int ArpEntries { get; init; } = 8;

    public int ArpQueueFrames { get; init; } = 4;

    public int Peers { get; init; } = 8;

    /// <summary>Multicast groups that can be joined; 0: IGMP takes no memory.</summary>
    public int Groups { get; init; } = new IPv4Options().MaxGroups;

    /// <summary>UDP sockets besides those of the services.</summary>
    public int UdpSockets { get; init; }

    /// <summary>The services beside TCP.</summary>
    public IReadOnlyCollection<MemoryService> Services { get; init; } = [];

    /// <summary>The sizes that a board has by itself.</summary>
    public static MemoryConfiguration Of(Board board, MemoryApplication application)
    {
        return new MemoryConfiguration(board, application)
        {
            Connections = board.TcpOptions.MaxConnections,
            Listeners = board.TcpOptions.MaxListeners,
            Backlog = board.TcpOptions.MaxBacklog,
            ReceiveBuffer = board.TcpOptions.ReceiveBuffer,
            SendBuffer = board.TcpOptions.SendBuffer,
            HalfOpenEntries = board.TcpOptions.HalfOpenEntries,
            FinWait2Entries = board.TcpOptions.FinWait2Entries,
            TimeWaitEntries = board.TcpOptions.TimeWaitEntries,
            ArpEntries = board.IPv4Options.ArpEntries,
            ArpQueueFrames = board.IPv4Options.ArpQueueFrames,
            Peers = board.StackOptions.Peers,
            Groups = board.IPv4Options.MaxGroups,
        };
    }

    /// <summary>Whether there is a service: because it is wanted, or because another one needs it.</summary>
    public bool Has(MemoryService service)
    {
        return Services.Contains(service) || service switch
        {
            MemoryService.Interface or MemoryService.Mdns => Application == MemoryApplication.Sensor,
            MemoryService.Dhcp or MemoryService.AutoIp => Has(MemoryService.Interface),
            MemoryService.Udp => Has(MemoryService.Dhcp) || Has(MemoryService.Resolver) || Has(MemoryService.Mdns) || Has(MemoryService.Sntp),
            _ => false,
        };
    }

    public StackOptions MakeStackOptions()
    {
        return new StackOptions { Peers = Peers };
    }

    public IPv4Options MakeIPv4Options()
    {
        return new IPv4Options { ArpEntries = ArpEntries, ArpQueueFrames = ArpQueueFrames, MaxGroups = Groups };
    }

    public TcpOptions MakeTcpOptions()
    {
        return new TcpOptions
        {
            MaxConnections = Connections,
            MaxListeners = Listeners,
            MaxBacklog = Backlog,
            ReceiveBuffer = ReceiveBuffer,
            SendBuffer = SendBuffer,
            HalfOpenEntries = HalfOpenEntries,
            FinWait2Entries = FinWait2Entries,
            TimeWaitEntries = TimeWaitEntries,
        };
    }
}
