// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Host;
using NanoTcp.Link;
using NanoTcp.Network;
using NanoTcp.SensorNode;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Boards;
using NanoTcp.Simulation.Chips.Enc28j60;

namespace NanoTcp.Simulation;

/// <summary>A board to boot, and its options.</summary>
/// <param name="Board">The board. Its MAC address is the station's.</param>
/// <param name="Address">Its address and network; null: it asks for one by DHCP.</param>
public sealed record BoardSetup(Board Board, IPv4Prefix? Address)
{
    /// <summary>The way to other networks, with an address; 0: none.</summary>
    public uint Gateway { get; init; }

    /// <summary>The name and the services of the firmware.</summary>
    public SensorOptions Services { get; init; } = new();

    /// <summary>Makes what stands on the board's driver, with an address of its own or from DHCP; null: the sensors with their services.</summary>
    public Func<Board, EthernetLink, EntropySource, NetworkInterface>? Firmware { get; init; }

    /// <summary>Where an ENC28J60 differs from its data sheet.</summary>
    public Enc28J60Errata Errata { get; init; } = Enc28J60Errata.All;

    /// <summary>Further faults of the controller.</summary>
    public ControllerFaults ControllerFaults { get; init; } = ControllerFaults.None;
}
