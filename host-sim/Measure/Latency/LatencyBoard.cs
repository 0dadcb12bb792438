// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Hardware.Platform;
using NanoTcp.Measure.Throughput;
using NanoTcp.SensorNode;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Boards;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Simulation.Time;
using NanoTcp.Simulation.Wire;

namespace NanoTcp.Measure.Latency;

/// <summary>A sensor node with the echo service on its platform. It exists in a world in which the firmware's IL counts.</summary>
internal sealed class LatencyBoard : BenchBoard
{
    private readonly FirmwareLoop _firmware;

    public LatencyBoard(Board board, EventClock clock, PacedWire wire, PlatformSetting setting, IPv4Prefix address)
        : base(board, clock, wire, setting.TransactionNanoseconds)
    {
        Platform = new Esp32Platform(Hardware, new PlatformOptions { TickMilliseconds = setting.TickMilliseconds, OpNanoseconds = setting.OpNanoseconds });
        Start();
        SensorOptions services = new() { EchoPort = EchoService.DefaultPort };
        _firmware = new FirmwareLoop(board, Ethernet, new SeededEntropy(2), address, 0, services, setting.IsBlocking);
    }

    /// <summary>Threads of the application, and what the platform counts.</summary>
    public Esp32Platform Platform { get; }

    protected override void Turn()
    {
        _firmware.Turn();
    }
}
