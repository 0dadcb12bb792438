// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Drivers;
using NanoTcp.Host;
using NanoTcp.Network;
using NanoTcp.Platform;
using NanoTcp.SensorNode;
using NanoTcp.Simulation.Addresses;

namespace NanoTcp.Simulation.Boards;

/// <summary>
/// A sensor node that runs in its own time: the host with its services, and the loop of <see cref="Node"/> without its guard against failures. It reads
/// the platform's clock and waits as the device does, so it needs a board with a platform.
/// </summary>
public sealed class FirmwareLoop
{
    private const int LongestWait = 1000;

    private readonly SensorHost _host;
    private readonly SpiBus _bus;
    private readonly DeviceClock _clock = new();

    // Null: it blocks after each poll.
    private readonly TrafficWait? _traffic;

    /// <summary>Starts the firmware.</summary>
    /// <param name="board">The board.</param>
    /// <param name="ethernet">Its driver, started.</param>
    /// <param name="entropy">The entropy of its stack.</param>
    /// <param name="address">Its address and network; null: it asks for one by DHCP.</param>
    /// <param name="gateway">The way to other networks, with an address; 0: none.</param>
    /// <param name="services">The name and the services of the firmware.</param>
    /// <param name="blocks">Whether it blocks after each poll, as a program without <see cref="TrafficWait"/> does.</param>
    public FirmwareLoop(Board board, BoardEthernet ethernet, EntropySource entropy, IPv4Prefix? address, uint gateway, SensorOptions services, bool blocks)
    {
        _host = new SensorHost(board, ethernet.Link, entropy, new SimulatedSensors(), services);
        _bus = ethernet.Bus;
        _traffic = blocks ? null : new TrafficWait(ethernet.Bus, ethernet.Link);
        if (address is IPv4Prefix own)
        {
            Network.UseStatic(own.Address.ToHostAddress(), own.Length, gateway.ToHostAddress());
        }
    }

    /// <summary>The board's network interface.</summary>
    public NetworkInterface Network => _host.Network;

    /// <summary>The time in milliseconds as the firmware reads it.</summary>
    public long Now { get; private set; }

    /// <summary>Once round the loop: a poll, and the wait after it.</summary>
    public void Turn()
    {
        Now = _clock.Read();
        long due = Network.Poll(Now);
        if (_traffic != null)
        {
            _traffic.Wait(Now, due);
        }
        else if (due > Now)
        {
            _bus.WaitForInterrupt((int)Math.Min(due - Now, LongestWait));
        }
    }
}
