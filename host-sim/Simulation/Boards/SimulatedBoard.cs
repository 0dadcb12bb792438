// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Link;
using NanoTcp.SensorNode;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;

namespace NanoTcp.Simulation.Boards;

/// <summary>A board with its firmware, on a link of the simulation instead of its controller.</summary>
public sealed class SimulatedBoard : INodeApplication
{
    private readonly SensorApplication _application;

    /// <summary>Starts the firmware.</summary>
    /// <exception cref="SimulationException">It does not start.</exception>
    public SimulatedBoard(Board board, EthernetLink link, EntropySource entropy, IPv4Prefix address, uint gateway, SensorOptions services)
    {
        Board = board;
        Stack = new NetworkStack(link, entropy, board.StackOptions);
        Tcp = new TcpTransport(Stack, board.TcpOptions);
        Ip = new IPv4(Stack, board.IPv4Options);
        Ip.Configure(address.Address.ToHostAddress(), address.Length, gateway.ToHostAddress());
        _application = new SensorApplication(Tcp, Ip, new SimulatedSensors(), services);
        SocketError error = _application.Start();
        if (error != SocketError.Success)
        {
            throw new SimulationException($"The firmware does not start on {board.Name}: {error}.");
        }
    }

    public Board Board { get; }

    public NetworkStack Stack { get; }

    public IPv4 Ip { get; }

    public TcpTransport Tcp { get; }

    /// <inheritdoc/>
    public long Poll(long now)
    {
        return _application.Poll(now);
    }
}
