// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Simulation.Wire;
using NanoTcp.Udp;

namespace NanoTcp.Measure.Soak;

/// <summary>A stack with UDP and the services on it.</summary>
internal sealed class ServiceHost : INodeApplication
{
    private readonly List<NetworkService> _services = [];

    public ServiceHost(WirePort port, ulong seed)
    {
        Port = port;
        Stack = new NetworkStack(port, new SeededEntropy(seed), new StackOptions());
        IP = new IPv4(Stack, new IPv4Options());
        Udp = new UdpTransport(Stack);
    }

    public WirePort Port { get; }

    public NetworkStack Stack { get; }

    public IPv4 IP { get; }

    public UdpTransport Udp { get; }

    public void Add(NetworkService service)
    {
        _services.Add(service);
    }

    /// <inheritdoc/>
    public long Poll(long now)
    {
        long due = long.MaxValue;
        foreach (NetworkService service in _services)
        {
            due = Math.Min(due, service.Poll(now));
        }

        return due;
    }
}
