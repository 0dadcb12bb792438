// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Hardware.Platform;
using NanoTcp.HostSim.Gateway;
using NanoTcp.Simulation;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Wire;

namespace NanoTcp.HostSim.Run;

/// <summary>The checked options of the command line.</summary>
/// <param name="Setup">The board and its options.</param>
/// <param name="Network">The board's place on its network, where nobody else has given it an address: the other end of the cable is beside it.</param>
/// <param name="Ports">The ports of 127.0.0.1 to the board and from it.</param>
/// <param name="TapName">The TAP interface to put the board on; null: the gateway on 127.0.0.1.</param>
/// <param name="Trace">Whether to print the ladder.</param>
/// <param name="PcapPath">The capture file; null: none.</param>
/// <param name="Faults">The faults of the wire.</param>
/// <param name="Platform">What the platform costs; null: the firmware takes no time.</param>
internal sealed record RunOptions(BoardSetup Setup, IPv4Prefix Network, GatewayPorts Ports, string? TapName, bool Trace, string? PcapPath, WireFaults Faults,
    PlatformOptions? Platform)
{
    /// <summary>The assembly of a program that runs on the board; null: the board serves its sensors.</summary>
    public string? AppPath { get; init; }

    /// <summary>The gateway's own address and network, if there is one.</summary>
    public IPv4Prefix GatewayAddress => Setup.Gateway == 0 ? Network.Neighbour : Network with { Address = Setup.Gateway };
}
