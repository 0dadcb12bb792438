// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

extern alias nano;
using nano::NanoTcp.Sockets;
using NanoTcp.Boards;
using NanoTcp.BoardSockets;
using NanoTcp.Hardware.Virtual;
using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Platform;
using NanoTcp.Simulation.Boards;
using NanoTcp.Simulation.Chips.Enc28j60;
using NanoTcp.Simulation.Chips.W5500;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;
using NanoTcp.Tests.Stack;

namespace NanoTcp.Tests.Firmware;

/// <summary>
/// A program with sockets on a virtual board with the model of its controller, and a host at the other end of its cable. The test's thread is the only
/// thread of the program. Its blocked calls poll the board with the loop of a device, and time, which is virtual, passes while the loop rests.
/// </summary>
internal sealed class ProgramBench : IDisposable
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    private readonly VirtualWire _wire = new();
    private readonly WirePort _boardPort;
    private readonly IDisposable _activation;
    private readonly NetworkStack _client;
    private readonly List<Action> _everyMillisecond = [];
    private long _reached;

    public ProgramBench(Board board)
    {
        Clock = new BreakingClock { Passing = Pass };
        _boardPort = _wire.Attach(board.MacAddress);
        IEthernetChip chip = board.Controller == EthernetController.W5500
            ? new W5500Chip(Clock, _boardPort, new W5500Options())
            : new Enc28J60Chip(Clock, _boardPort, new Enc28J60Options());
        VirtualBoard hardware = BoardHardware.Build(board, chip, Clock, 0);
        _client = new NetworkStack(_wire.Attach([2, 0, 0, 0, 0, 1]), new FixedEntropy(1), new StackOptions());
        new IPv4(_client, new IPv4Options()).Configure(HostAddress.From(10, 0, 0, 1), 24, HostAddress.Any);
        ClientTcp = new TcpTransport(_client, new TcpOptions());
        _activation = hardware.Activate();
        Loop = new SocketLoop(board, new FixedEntropy(2), new BoardNetworkOptions { Address = Address, IsFoundByName = false });
        BoardNetworkLoop loop = new(Loop, new BoardClock(Clock));
        SocketHost host = loop.Start();
        new SocketNetwork(host.Network, new PumpThreads(loop), host.Resolver).Use();
    }

    public static HostAddress Address { get; } = HostAddress.From(10, 0, 0, 2);

    public BreakingClock Clock { get; }

    public SocketLoop Loop { get; }

    public TcpTransport ClientTcp { get; }

    public long Now => Clock.Nanoseconds / NanosecondsPerMillisecond;

    /// <summary>Pulls the cable, or plugs it in.</summary>
    public void SetCable(bool isPlugged)
    {
        _boardPort.SetLink(isPlugged);
    }

    /// <summary>What the other host does in each millisecond, and what the test does meanwhile.</summary>
    public void EachMillisecond(Action action)
    {
        _everyMillisecond.Add(action);
    }

    public void Dispose()
    {
        _activation.Dispose();
    }

    private void Pass()
    {
        while (_reached < Now)
        {
            _reached++;
            _wire.Advance(_reached);
            _client.Poll(_reached);
            foreach (Action action in _everyMillisecond)
            {
                action();
            }

            _client.Flush(_reached);
        }
    }

    private sealed class BoardClock(BreakingClock clock) : DeviceClock
    {
        protected override long ReadTicks()
        {
            return clock.Nanoseconds / NanosecondsPerMillisecond;
        }
    }
}
