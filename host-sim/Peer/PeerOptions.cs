// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Boards;
using NanoTcp.Simulation.Chips.Enc28j60;

namespace NanoTcp.HostSim.Peer;

/// <summary>The options of the command line of <c>peer</c>.</summary>
internal sealed record PeerOptions(
    Board? Board,
    Enc28J60Errata Errata,
    ControllerFaults ControllerFaults,
    string TapName,
    IPv4Prefix Address,
    uint Gateway,
    byte[] Mac,
    int Connections,
    int Listeners,
    int Backlog,
    int ReceiveBuffer,
    int SendBuffer,
    bool Serve,
    bool Offload);
