// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Text;
using NanoTcp.Boards;
using NanoTcp.Hardware.Virtual;
using NanoTcp.Host;
using NanoTcp.Ip;
using NanoTcp.Simulation;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Boards;
using NanoTcp.Simulation.Capture;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Simulation.Trace;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;
using NanoTcp.Wire;

namespace NanoTcp.Browser;

/// <summary>A board boots in virtual time, and a client on its wire asks it for its sensors. The browser runs it, and so do the tests on the desktop.</summary>
internal sealed class BoardVisit : INodeApplication
{
    private const int Width = 120;
    private const int LimitMilliseconds = 60_000;

    private static readonly byte[] s_mac = [2, 0, 0, 0, 0, 1];
    private static readonly byte[] s_request = Encoding.ASCII.GetBytes("GET /api/sensors HTTP/1.1\r\nHost: board\r\nConnection: close\r\n\r\n");

    private readonly MemoryStream _answer = new();
    private readonly byte[] _buffer = new byte[1460];
    private readonly TcpConnection _connection;
    private bool _hasSent;
    private bool _hasEnded;

    private BoardVisit(TcpConnection connection)
    {
        _connection = connection;
    }

    /// <summary>Runs all of it. It prints the segments as a ladder, and then the answer.</summary>
    public static void Run(string boardId, TextWriter output)
    {
        Board board = BoardCatalog.Find(boardId) ?? throw new ArgumentException($"There is no board '{boardId}', but: {string.Join(' ', BoardCatalog.Ids)}.", nameof(boardId));
        IPv4Prefix address = new(IPv4Address.From(192, 168, 7, 2), 24);
        VirtualWire wire = new(faults: null);
        VirtualNetwork network = new(wire);
        wire.Observe(new FrameRecorder(realTime: null, new LadderTrace(board.MacAddress, new LadderFormatter(Width), board.TcpOptions.TimeWait, output.WriteLine)));
        using RunningBoard running = new(new BoardSetup(board, address), wire, network, new ManualClock(), new SeededEntropy(1), output);

        WirePort port = wire.Attach(s_mac);
        network.Add(new SharedCable(port, running.Controller));
        NetworkStack stack = new(port, new SeededEntropy(2), new StackOptions());
        TcpTransport tcp = new(stack, new TcpOptions());
        new IPv4(stack, new IPv4Options()).Configure(address.Neighbour.Address.ToHostAddress(), address.Length, HostAddress.Any);
        SocketError error = tcp.Connect(address.Address.ToHostAddress(), 80, 0, out TcpConnection? connection);
        BoardVisit visit = new(connection ?? throw new InvalidOperationException($"The client cannot connect: {error}."));
        network.Add(stack, visit);
        running.RunUntil(() => visit._hasEnded, LimitMilliseconds);
        output.WriteLine(Encoding.ASCII.GetString(visit._answer.ToArray()));
    }

    /// <inheritdoc/>
    public long Poll(long now)
    {
        if (!_hasSent && _connection.State == TcpState.Established)
        {
            _hasSent = _connection.Send(s_request, 0, s_request.Length, out _) == s_request.Length;
        }

        int count;
        SocketError error;
        while ((count = _connection.Receive(_buffer, 0, _buffer.Length, out error)) > 0)
        {
            _answer.Write(_buffer, 0, count);
        }

        // An end of the board's text, or of the connection.
        if (_connection.State != TcpState.SynSent && error != SocketError.WouldBlock && !_hasEnded)
        {
            _connection.Close();
            _hasEnded = true;
        }

        return long.MaxValue;
    }
}
