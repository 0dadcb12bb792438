// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Host;
using NanoTcp.HostSim.Gateway;
using NanoTcp.HostSim.Platform;
using NanoTcp.Ip;
using NanoTcp.SensorNode;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Boards;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Tests.HostSim.Gateway;

/// <summary>A board behind a gateway, running on a thread of its own as the program does.</summary>
internal sealed class RunningGateway : IDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Thread _thread;
    private Exception? _failure;

    public RunningGateway(int boardPort = 80, WireFaults? faults = null, int[]? reach = null, BoardClient? boardClient = null)
    {
        IPv4Prefix address = new(IPv4Address.From(192, 168, 7, 2), 24);
        VirtualWire wire = new(faults);
        VirtualNetwork network = new(wire);
        NetworkStack stack = new(wire.Attach([2, 0, 0, 0, 0, 1]), new SystemEntropy(), new StackOptions());
        TcpTransport tcp = new(stack, new TcpOptions());
        new IPv4(stack, new IPv4Options()).Configure(new HostAddress(address.Neighbour.Address), address.Length, HostAddress.Any);
        WayIn wayIn = new(tcp, () => new HostAddress(address.Address), boardPort, LoopbackListener.Open(0));
        SocketGateway gateway = new(address.Neighbour.Address, [wayIn], [.. (reach ?? []).Select(port => new WayOut(tcp, port))], new StopRequest());
        network.Add(stack, gateway);
        Board = new SimulatedBoard(new Esp32DevKitC(), wire.Attach([2, 0, 0, 0, 0, 2]), new SystemEntropy(), address, 0, new SensorOptions { EchoPort = EchoService.DefaultPort });
        network.Add(Board);
        if (boardClient != null)
        {
            boardClient.Open(Board.Tcp, address.Neighbour.Address);
            network.Add(boardClient);
        }

        Port = wayIn.HostPort;
        Url = new Uri(gateway.Url);
        _thread = new Thread(() => Loop(network, gateway));
        _thread.Start();
    }

    public int Port { get; }

    public Uri Url { get; }

    public SimulatedBoard Board { get; }

    public void Dispose()
    {
        _end.Cancel();
        _thread.Join();
        _end.Dispose();
        Assert.Null(_failure);
    }

    private void Loop(VirtualNetwork network, SocketGateway gateway)
    {
        MonotonicClock clock = new();
        try
        {
            using (gateway)
            {
                while (!_end.IsCancellationRequested)
                {
                    long next = network.RunAt(clock.Milliseconds, maxRounds: 256);
                    gateway.Wait((int)Math.Clamp(next - clock.Milliseconds, 0, 20));
                }
            }
        }
        catch (Exception e)
        {
            // The test's thread shows it, because an exception here would end the whole run.
            _failure = e;
        }
    }
}
