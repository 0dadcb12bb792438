// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Drivers;
using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Simulation.Chips.Enc28j60;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;
using NanoTcp.Tests.Stack;
using NanoTcp.Tests.Stack.Simulation;

namespace NanoTcp.Tests.Drivers;

/// <summary>A stack on the driver and one without a chip, on a virtual wire. TCP runs from end to end, in the time of chip, bus and wire.</summary>
internal sealed class Enc28J60TransferBench : IDisposable
{
    private const int Port = 80;

    // Segments stay full when the buffers hold whole ones.
    private const int Buffer = 32 * 1460;

    private const uint BoardAddress = 0x0A000001;
    private const uint PeerAddress = 0x0A000002;
    private const long Step = 1_000_000;

    // The stack acknowledges every second segment, and also a window that opens by a segment. So an application that reads every segment at once
    // causes an acknowledgment for each. This one sleeps between two reads.
    private const int ReadInterval = 20;

    private readonly VirtualWire _wire;
    private readonly NetworkStack _board;
    private readonly NetworkStack _peer;
    private readonly Flow _boardFlow;
    private readonly Flow _peerFlow;
    private long _nextRead;

    public Enc28J60TransferBench(long toBoard, long fromBoard, Enc28J60LinkOptions? options = null, WireFaults? faults = null)
    {
        _wire = new VirtualWire(faults);
        WirePort port = _wire.Attach(Enc28J60LinkBench.Mac);
        Bench = Enc28J60LinkBench.Started(options, new Enc28J60Options { LinkUpNanoseconds = Enc28J60LinkBench.QuickLink }, medium: port);
        _board = new NetworkStack(Bench.Link, new FixedEntropy(1), new StackOptions());
        _peer = new NetworkStack(_wire.Attach(Enc28J60LinkBench.OtherMac), new FixedEntropy(2), new StackOptions());
        TcpTransport boardTcp = new(_board, new TcpOptions { ReceiveBuffer = Buffer, SendBuffer = Buffer });
        TcpTransport peerTcp = new(_peer, new TcpOptions { ReceiveBuffer = Buffer, SendBuffer = Buffer });
        new IPv4(_board, new IPv4Options()).Configure(new HostAddress(BoardAddress), 24, HostAddress.Any);
        new IPv4(_peer, new IPv4Options()).Configure(new HostAddress(PeerAddress), 24, HostAddress.Any);

        Assert.Equal(SocketError.Success, boardTcp.Listen(Port, 1, out TcpListener? listener));
        Assert.Equal(SocketError.Success, peerTcp.Connect(new HostAddress(BoardAddress), Port, 0, out TcpConnection? connection));
        for (int i = 0; !listener!.Pending() || connection!.State != TcpState.Established; i++)
        {
            Assert.True(i < 100_000, "no connection");
            Turn(() => { });
        }

        _boardFlow = new Flow(listener.Accept()!, fromBoard);
        _peerFlow = new Flow(connection!, toBoard);
    }

    public Enc28J60LinkBench Bench { get; }

    public bool IsDone => _boardFlow.IsDone && _peerFlow.IsDone;

    public long ReceivedByBoard => _boardFlow.Received;

    public long ReceivedByPeer => _peerFlow.Received;

    public void Dispose()
    {
        Bench.Dispose();
    }

    public void RunUntil(Func<bool> condition, int limitMilliseconds)
    {
        long end = Bench.Now + limitMilliseconds;
        while (!condition())
        {
            Assert.True(Bench.Now < end, $"{ReceivedByBoard} bytes to the board and {ReceivedByPeer} from it after {limitMilliseconds} ms");
            Turn(() =>
            {
                if (Bench.Now >= _nextRead)
                {
                    _nextRead = Bench.Now + ReadInterval;
                    _boardFlow.Poll(Bench.Now);
                    _peerFlow.Poll(Bench.Now);
                }
            });
        }

        Assert.Equal(SocketError.Success, _boardFlow.Error);
        Assert.Equal(SocketError.Success, _peerFlow.Error);
    }

    private void Turn(Action use)
    {
        Bench.Wait(Step);
        _wire.Advance(Bench.Now);
        _board.Poll(Bench.Now);
        _peer.Poll(Bench.Now);
        use();
        _board.Poll(Bench.Now);
        _peer.Poll(Bench.Now);
    }
}
