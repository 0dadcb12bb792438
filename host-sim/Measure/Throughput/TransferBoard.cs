// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Boards;
using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Link;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Simulation.Time;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;

namespace NanoTcp.Measure.Throughput;

/// <summary>A board of the bench with a bare stack, for transfers.</summary>
internal abstract class TransferBoard : BenchBoard
{
    private readonly Board _board;
    private NetworkStack? _stack;
    private TcpTransport? _tcp;

    protected TransferBoard(Board board, EventClock clock, PacedWire wire, long transactionNanoseconds)
        : base(board, clock, wire, transactionNanoseconds)
    {
        _board = board;
    }

    public TcpTransport Tcp => _tcp!;

    public INodeApplication? Application { get; set; }

    public long Retransmissions => Tcp.GetCount(TcpCounter.Retransmissions);

    /// <summary>Starts the controller, and a stack on a link that leads to it.</summary>
    protected void Start(EthernetLink link, uint address, int prefixLength)
    {
        Start();
        _stack = new NetworkStack(link, new SeededEntropy(2), _board.StackOptions);
        _tcp = new TcpTransport(_stack, _board.TcpOptions);
        new IPv4(_stack, _board.IPv4Options).Configure(address.ToHostAddress(), prefixLength, HostAddress.Any);
    }

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
}
