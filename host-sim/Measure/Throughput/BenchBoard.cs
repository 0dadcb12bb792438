// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Drivers;
using NanoTcp.Hardware.Virtual;
using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Link;
using NanoTcp.SensorNode;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Boards;
using NanoTcp.Simulation.Chips.Enc28j60;
using NanoTcp.Simulation.Chips.W5500;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Simulation.Time;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;

namespace NanoTcp.Measure.Throughput;

/// <summary>A board in virtual time: stack, driver, SPI bus and controller.</summary>
internal abstract class BenchBoard : ISimulatedPart, IDisposable
{
    private readonly Board _board;
    private readonly Func<long> _dropped;
    private readonly IDisposable _activation;
    private NetworkStack? _stack;
    private TcpTransport? _tcp;

    protected BenchBoard(Board board, EventClock clock, PacedWire wire, long transactionNanoseconds)
    {
        _board = board;
        Clock = clock;
        (Chip, _dropped) = MakeChip(board, clock, wire.BoardEnd);
        clock.Add(this);
        Hardware = BoardHardware.Build(board, Chip, clock, transactionNanoseconds);
        _activation = Hardware.Activate();
        Ethernet = new BoardEthernet(board);
    }

    public TcpTransport Tcp => _tcp!;

    public INodeApplication? Application { get; set; }

    public SpiCounters Spi => Hardware.Spi;

    public bool IsUp => Ethernet.Link.IsUp;

    public long Retransmissions => Tcp.GetCount(TcpCounter.Retransmissions);

    /// <summary>Frames that the controller has lost or refused.</summary>
    public long Dropped => _dropped();

    /// <inheritdoc/>
    public long NextEvent => Chip.NextEventNanoseconds;

    protected EventClock Clock { get; }

    protected VirtualBoard Hardware { get; }

    protected IEthernetChip Chip { get; }

    protected BoardEthernet Ethernet { get; }

    /// <inheritdoc/>
    public bool Run()
    {
        Chip.Advance();
        return false;
    }

    /// <summary>Runs the firmware's loop until the condition holds.</summary>
    /// <exception cref="TimeoutException">It does not after so many milliseconds.</exception>
    public void RunUntil(Func<bool> condition, long limitMilliseconds)
    {
        long end = Clock.Milliseconds + limitMilliseconds;
        while (!condition())
        {
            if (Clock.Milliseconds > end)
            {
                throw new TimeoutException($"Not done after {limitMilliseconds} ms of virtual time.");
            }

            Turn();
        }
    }

    public void Dispose()
    {
        _activation.Dispose();
    }

    /// <summary>Starts the controller, and a stack on a link that leads to it.</summary>
    protected void Start(EthernetLink link, uint address, int prefixLength)
    {
        ControllerError error = Ethernet.Start();
        if (error != ControllerError.None)
        {
            throw new InvalidOperationException($"The controller of {_board.Name} does not start: {error}.");
        }

        _stack = new NetworkStack(link, new SeededEntropy(2), _board.StackOptions);
        _tcp = new TcpTransport(_stack, _board.TcpOptions);
        new IPv4(_stack, _board.IPv4Options).Configure(address.ToHostAddress(), prefixLength, HostAddress.Any);
    }

    /// <summary>One turn of the firmware's loop: a poll and a wait.</summary>
    protected abstract void Turn();

    /// <summary>Polls stack and application. Returns when the next poll is due.</summary>
    protected long Poll(long now)
    {
        long next = _stack!.Poll(now);
        if (Application != null)
        {
            next = Math.Min(next, Application.Poll(now));
            next = Math.Min(next, _stack.Flush(now));
        }

        return next;
    }

    private static (IEthernetChip Chip, Func<long> Dropped) MakeChip(Board board, EventClock clock, EthernetLink medium)
    {
        if (board.Controller == EthernetController.W5500)
        {
            W5500Chip chip = new(clock, medium);
            W5500Counters counters = chip.Counters;
            return (chip, () => counters.DroppedFull + counters.DroppedFiltered + counters.DroppedClosed + counters.DroppedLinkDown + counters.StalledSends);
        }
        else
        {
            Enc28J60Chip chip = new(clock, medium);
            Enc28J60Counters counters = chip.Counters;
            return (chip, () => counters.DroppedBufferFull + counters.DroppedCountFull + counters.DroppedAborted + counters.DroppedByFilter
                + counters.DroppedReceiverOff + counters.TransmitAborts + counters.TransmitLost);
        }
    }
}
