// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.HostSim.Gateway;
using NanoTcp.SensorNode;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Boards;
using NanoTcp.Simulation.Chips.Enc28j60;
using NanoTcp.Simulation.Wire;

namespace NanoTcp.HostSim.Run;

/// <summary>What the command line asks for, checked.</summary>
/// <param name="Address">The board's address and network.</param>
/// <param name="Gateway">The board's way to other networks; 0: none.</param>
/// <param name="Mac">The board's MAC address; null: the one it has by default.</param>
/// <param name="Port">Where the search for a free port on 127.0.0.1 begins.</param>
/// <param name="Forwards">Further ports on 127.0.0.1 that lead to ports of the board.</param>
/// <param name="Reach">The ports on 127.0.0.1 that the board reaches through its gateway.</param>
/// <param name="Services">What the firmware serves.</param>
/// <param name="TapName">The TAP interface to put the board on; null: the gateway on 127.0.0.1.</param>
/// <param name="Trace">Whether to print the ladder.</param>
/// <param name="PcapPath">The capture file; null: none.</param>
/// <param name="Faults">What the wire does to frames.</param>
internal sealed record RunOptions(
    Board Board,
    Enc28J60Errata Errata,
    ControllerFaults ControllerFaults,
    IPv4Prefix Address,
    uint Gateway,
    byte[]? Mac,
    int Port,
    IReadOnlyList<PortForward> Forwards,
    IReadOnlyList<int> Reach,
    SensorOptions Services,
    string? TapName,
    bool Trace,
    string? PcapPath,
    WireFaults Faults);
