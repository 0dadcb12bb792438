// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Hardware.Virtual;
using NanoTcp.Platform;
using NanoTcp.SensorNode;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Boards;
using NanoTcp.Simulation.Chips.Enc28j60;
using NanoTcp.Simulation.Chips.W5500;

namespace NanoTcp.Meter.Scenarios;

/// <summary>
/// The whole firmware on a board, in virtual time: its address is leased, its name is its own, and its
/// loop goes round on command.
/// </summary>
internal sealed class MeteredNode
{
    private const long Millisecond = 1_000_000;
    private const int StartUp = 20_000;
    private const int PollInterval = 10;
    private const int ClockStep = 10;

    private readonly ManualClock _hardwareClock = new();
    private readonly VirtualBoard _hardware;
    private readonly DeviceClock _clock = new();
    private readonly Node _node;

    public MeteredNode(Board board)
    {
        IEthernetChip chip = board.Controller == EthernetController.W5500 ? new W5500Chip(_hardwareClock, Cable, new W5500Options { NegotiationNanoseconds = 0 })
            : new Enc28J60Chip(_hardwareClock, Cable, new Enc28J60Options { LinkUpNanoseconds = MeteredBoard.QuickLink });
        _hardware = BoardHardware.Build(board, chip, _hardwareClock, 0);
        _hardware.Activate();
        Mac = board.MacAddress;
        _node = new Node(board, new CountingEntropy(), new SimulatedSensors(), new SensorOptions());
        Router router = new();
        for (int i = 0; i < StartUp / PollInterval; i++)
        {
            Pass(PollInterval);
            _node.Turn(ReadClock());
            router.Serve(Cable, Now);
        }

        if (_node.Network?.Lease == null || _node.Network.Address.ToIPv4() != MeteredBoard.Address)
        {
            throw new InvalidOperationException("The board has no address.");
        }
    }

    public Cable Cable { get; } = new([2, 0, 0, 0, 0, 9]);

    public byte[] Mac { get; }

    /// <summary>The time in milliseconds.</summary>
    public long Now => _hardwareClock.Nanoseconds / Millisecond;

    /// <summary>Time passes: the chip goes on, and the edges of INT reach the driver.</summary>
    public void Pass(int milliseconds)
    {
        _hardware.Advance();
        _hardware.Sleep(milliseconds);
    }

    /// <summary>Once round the loop of the firmware: a turn, and the wait after it. It must not block here, where nothing wakes it: a frame has come lately.</summary>
    public void Round()
    {
        long now = ReadClock();
        _node.Wait(now, _node.Turn(now));
    }

    private long ReadClock()
    {
        return _clock.Follow(Now / ClockStep * ClockStep);
    }
}
