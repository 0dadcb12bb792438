// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;

namespace NanoTcp.Measure.Occupation;

/// <summary>A host with any number of clients of the board.</summary>
internal sealed class ClientHost : INodeApplication
{
    private const int Prefix = 16;
    private const int Connections = 512;

    private readonly List<INodeApplication> _clients = [];

    /// <summary>Adds host N to a network.</summary>
    public ClientHost(OccupationWorld world, int number)
    {
        World = world;
        Cable = world.Wire.Attach([2, 0, 1, 0, 0, (byte)number]);
        Link = new LeavableLink(Cable);
        NetworkStack stack = new(Link, new SeededEntropy((ulong)number), new StackOptions());
        Tcp = new TcpTransport(stack, new TcpOptions { MaxConnections = Connections, SendBuffer = 4096, ReceiveBuffer = 4096 });
        new IPv4(stack, new IPv4Options { ArpQueueFrames = 64 }).Configure((OccupationWorld.Network + (uint)number).ToHostAddress(), Prefix, HostAddress.Any);
        world.Nodes.Add(stack, this);
    }

    public OccupationWorld World { get; }

    public WirePort Cable { get; }

    public LeavableLink Link { get; }

    public TcpTransport Tcp { get; }

    public void Add(INodeApplication client)
    {
        _clients.Add(client);
    }

    /// <inheritdoc/>
    public long Poll(long now)
    {
        return _clients.Select(client => client.Poll(now)).DefaultIfEmpty(long.MaxValue).Min();
    }
}
