// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.SensorNode;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Boards;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Simulation.Wire;
using NanoTcp.Wire;

namespace NanoTcp.Measure.Occupation;

/// <summary>The default board with all its services on a wire with others, in virtual time. A frame takes a millisecond.</summary>
internal sealed class OccupationWorld
{
    /// <summary>The address of the network, to which a host adds its number.</summary>
    public static readonly uint Network = IPv4Address.From(10, 1, 0, 0);

    /// <summary>The board's address.</summary>
    public static readonly uint BoardAddress = Network + 0x7FFF;

    /// <summary>The router's.</summary>
    public static readonly uint Router = Network + 3;

    private const int Prefix = 16;

    public OccupationWorld()
    {
        Wire = new VirtualWire(new WireFaults { DelayMs = 1 });
        Nodes = new VirtualNetwork(Wire);
        Board board = new Esp32DevKitC();
        BoardMac = board.MacAddress;
        Board = new SimulatedBoard(
            board, Wire.Attach(board.MacAddress), new SeededEntropy(1), new IPv4Prefix(BoardAddress, Prefix), Router, new SensorOptions { EchoPort = EchoService.DefaultPort });
        Nodes.Add(Board);
        Visitors = new ClientHost(this, 1);
        Crowd = new ClientHost(this, 2);
    }

    /// <summary>The board's MAC address.</summary>
    public byte[] BoardMac { get; }

    public VirtualWire Wire { get; }

    public VirtualNetwork Nodes { get; }

    public SimulatedBoard Board { get; }

    /// <summary>The host of the occupying clients.</summary>
    public ClientHost Crowd { get; }

    /// <summary>The host of the visitors.</summary>
    public ClientHost Visitors { get; }

    /// <summary>The time of each visit in milliseconds, or <see cref="OccupationResult.NotServed"/>.</summary>
    public List<int> Results { get; } = [];
}
