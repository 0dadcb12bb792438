// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Text;
using NanoTcp.Boards;
using NanoTcp.Hardware.Virtual;
using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Link;
using NanoTcp.SensorNode;
using NanoTcp.Simulation.Boards;
using NanoTcp.Simulation.Chips.Enc28j60;
using NanoTcp.Simulation.Chips.W5500;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;
using NanoTcp.Tests.Stack;

namespace NanoTcp.Tests.Firmware;

/// <summary>A node on a virtual board with the model of its controller, a cable, and a client at its other end. Time is virtual.</summary>
internal sealed class NodeBench : IDisposable
{
    private const long NanosecondsPerMillisecond = 1_000_000;

    private static readonly HostAddress s_address = HostAddress.From(10, 0, 0, 2);

    private readonly VirtualWire _wire = new();
    private readonly IDisposable _activation;
    private readonly NetworkStack _client;
    private readonly TcpTransport _clientTcp;
    private readonly byte[] _buffer = new byte[4096];

    public NodeBench(Board board, BreakingClock clock, SensorSource? sensors = null, Func<IEthernetChip, IEthernetChip>? wrap = null)
    {
        Clock = clock;
        EthernetLink medium = _wire.Attach(board.MacAddress);
        IEthernetChip chip = board.Controller == EthernetController.W5500
            ? new W5500Chip(clock, medium, new W5500Options())
            : new Enc28J60Chip(clock, medium, new Enc28J60Options());
        Hardware = BoardHardware.Build(board, wrap?.Invoke(chip) ?? chip, clock, 0);
        _activation = Hardware.Activate();
        Node = new Node(board, new FixedEntropy(2), sensors ?? new SimulatedSensors(), new SensorOptions());
        Node.UseStatic(s_address, 24, HostAddress.Any);
        _client = new NetworkStack(_wire.Attach([2, 0, 0, 0, 0, 1]), new FixedEntropy(1), new StackOptions());
        new IPv4(_client, new IPv4Options()).Configure(HostAddress.From(10, 0, 0, 1), 24, HostAddress.Any);
        _clientTcp = new TcpTransport(_client, new TcpOptions());
    }

    public BreakingClock Clock { get; }

    public VirtualBoard Hardware { get; }

    public Node Node { get; }

    public long Now => Clock.Nanoseconds / NanosecondsPerMillisecond;

    /// <summary>When the node had its last turn.</summary>
    public long TurnedAt { get; private set; }

    /// <summary>When it wants the next one.</summary>
    public long Due { get; private set; }

    /// <summary>A millisecond of everything, and another one if the node waits.</summary>
    public void Step()
    {
        Clock.WaitUntil((Now + 1) * NanosecondsPerMillisecond);
        _wire.Advance(Now);
        Hardware.Advance();
        Hardware.DeliverInterrupts();
        TurnedAt = Now;
        Due = Node.Turn(TurnedAt);
        _client.Poll(Now);
        Node.Wait(TurnedAt, Math.Min(Due, TurnedAt + 1));
    }

    public void Run(long milliseconds)
    {
        for (long end = Now + milliseconds; Now < end;)
        {
            Step();
        }
    }

    /// <summary>The answer to a GET. The client tries again when its connection fails. Null if there is no answer within the time.</summary>
    public string? Get(string path, int milliseconds)
    {
        long end = Now + milliseconds;
        while (Now < end)
        {
            if (Try(path, end) is { } answer)
            {
                return answer;
            }

            Step();
        }

        return null;
    }

    private string? Try(string path, long end)
    {
        StringBuilder answer = new();
        Assert.Equal(SocketError.Success, _clientTcp.Connect(s_address, 80, 0, out TcpConnection? connection));
        byte[] request = Encoding.ASCII.GetBytes($"GET {path} HTTP/1.0\r\n\r\n");
        bool sent = false;
        SocketError error = SocketError.WouldBlock;
        while (Now < end && error == SocketError.WouldBlock)
        {
            Step();
            if (connection!.State == TcpState.SynSent)
            {
                continue;
            }

            sent = sent || connection.Send(request, 0, request.Length, out _) == request.Length;
            for (int count = connection.Receive(_buffer, 0, _buffer.Length, out error); count > 0; count = connection.Receive(_buffer, 0, _buffer.Length, out error))
            {
                answer.Append(Encoding.ASCII.GetString(_buffer, 0, count));
            }
        }

        connection!.Abort();
        return error == SocketError.Success ? answer.ToString() : null;
    }

    public void Dispose() => _activation.Dispose();
}
