// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Link;
using NanoTcp.Network;
using NanoTcp.SensorNode;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;

namespace NanoTcp.Simulation.Boards;

/// <summary>A board with its firmware, on a link of the simulation instead of its controller.</summary>
public sealed class SimulatedBoard : INodeApplication
{
    /// <summary>Starts the firmware.</summary>
    /// <param name="board">The board.</param>
    /// <param name="link">The link.</param>
    /// <param name="entropy">The entropy of its stack.</param>
    /// <param name="address">Its address and network; null: it asks for one by DHCP.</param>
    /// <param name="gateway">The way to other networks, with an address; 0: none.</param>
    /// <param name="services">The name and the services of the firmware.</param>
    /// <exception cref="SimulationException">It does not start.</exception>
    public SimulatedBoard(Board board, EthernetLink link, EntropySource entropy, IPv4Prefix? address, uint gateway, SensorOptions services)
    {
        Board = board;
        try
        {
            Network = new SensorHost(board, link, entropy, new SimulatedSensors(), services).Network;
        }
        catch (InvalidOperationException refused)
        {
            throw new SimulationException($"The firmware does not start on {board.Name}: {refused.Message}");
        }

        if (address is IPv4Prefix own)
        {
            Network.UseStatic(own.Address.ToHostAddress(), own.Length, gateway.ToHostAddress());
        }
    }

    /// <summary>A board with another firmware, which has started.</summary>
    /// <param name="board">The board.</param>
    /// <param name="network">Its network interface, whose poll does everything.</param>
    public SimulatedBoard(Board board, NetworkInterface network)
    {
        Board = board;
        Network = network;
    }

    public Board Board { get; }

    /// <summary>The board's network interface.</summary>
    public NetworkInterface Network { get; }

    public NetworkStack Stack => Network.Stack;

    public IPv4 Ip => Network.IPv4;

    public TcpTransport Tcp => Network.Tcp;

    /// <inheritdoc/>
    public long Poll(long now)
    {
        return Network.Poll(now);
    }
}
