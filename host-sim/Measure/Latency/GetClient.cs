// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Text;
using NanoTcp.Host;
using NanoTcp.Measure.Occupation;
using NanoTcp.Measure.Throughput;
using NanoTcp.Simulation.Seeds;
using NanoTcp.Simulation.Time;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;

namespace NanoTcp.Measure.Latency;

/// <summary>
/// A client on a fast host that asks a board for its sensors, again and again. The time of an answer counts from the first segment, the SYN or the
/// request on a kept connection, to the last byte.
/// </summary>
internal sealed class GetClient(FastHost host, EventClock clock, HostAddress board, GetHabit habit, ulong seed) : ISimulatedPart, INodeApplication
{
    private const int HttpPort = 80;
    private const int Ok = 200;

    private static readonly byte[] s_only = Request("close");
    private static readonly byte[] s_next = Request("keep-alive");

    private readonly SplitMix64 _draw = new(seed);
    private readonly byte[] _buffer = new byte[2048];
    private TcpConnection? _connection;
    private HttpReplyReader _reader = new();
    private long _asksAt;
    private long _askedAt;
    private bool _isAsking;
    private bool _hasSent;

    /// <summary>The time of each answer, in nanoseconds.</summary>
    public List<long> Times { get; } = [];

    /// <summary>How many requests ended without an answer, because the connection did.</summary>
    public int Failures { get; private set; }

    /// <summary>When the last answer came.</summary>
    public long AnsweredAt { get; private set; }

    /// <summary>For how many nanoseconds a request has been waiting for its answer.</summary>
    public long Waiting => _isAsking ? clock.Nanoseconds - _askedAt : 0;

    /// <inheritdoc/>
    public long NextEvent => _isAsking ? long.MaxValue : _asksAt;

    /// <summary>From now on it asks, first after a pause.</summary>
    public void Begin()
    {
        _asksAt = clock.Nanoseconds + Pause();
    }

    /// <inheritdoc/>
    public bool Run()
    {
        if (_isAsking || clock.Nanoseconds < _asksAt)
        {
            return false;
        }

        _isAsking = true;
        _askedAt = clock.Nanoseconds;
        _hasSent = false;
        _reader = new HttpReplyReader();
        _connection ??= Connect();
        host.Wake();
        return true;
    }

    /// <inheritdoc/>
    public long Poll(long now)
    {
        if (_connection == null)
        {
            return long.MaxValue;
        }

        if (_isAsking && !_hasSent && _connection.State == TcpState.Established)
        {
            byte[] request = habit.KeepsConnection ? s_next : s_only;
            _hasSent = _connection.Send(request, 0, request.Length, out _) == request.Length;
        }

        bool isOpen = _connection.State == TcpState.SynSent || Read(_connection);
        if (_isAsking && _reader.Count > 0)
        {
            Judge();
            isOpen &= habit.KeepsConnection;
        }
        else if (_isAsking && !isOpen)
        {
            Failures++;
            Rest();
        }

        if (!isOpen)
        {
            _connection.Close();
            _connection = null;
        }

        return long.MaxValue;
    }

    private static byte[] Request(string connection)
    {
        return Encoding.ASCII.GetBytes($"GET /api/sensors HTTP/1.1\r\nHost: 192.168.7.2\r\nUser-Agent: curl/7.88.1\r\nAccept: */*\r\nConnection: {connection}\r\n\r\n");
    }

    private TcpConnection Connect()
    {
        SocketError error = host.Tcp.Connect(board, HttpPort, 0, out TcpConnection? connection);
        return connection ?? throw new InvalidOperationException($"A client cannot begin a connection: {error}.");
    }

    // False when nothing more will come.
    private bool Read(TcpConnection connection)
    {
        for (; ; )
        {
            int count = connection.Receive(_buffer, 0, _buffer.Length, out SocketError error);
            if (count == 0)
            {
                return error == SocketError.WouldBlock;
            }

            _reader.Take(_buffer.AsSpan(0, count));
        }
    }

    private void Judge()
    {
        if (_reader.Status != Ok)
        {
            throw new InvalidDataException($"The board answers with the status {_reader.Status}.");
        }

        AnsweredAt = clock.Nanoseconds;
        Times.Add(AnsweredAt - _askedAt);
        Rest();
    }

    private void Rest()
    {
        _isAsking = false;
        _asksAt = clock.Nanoseconds + Pause();
    }

    private long Pause()
    {
        return habit.LeastPause + (long)(_draw.Next() % (ulong)(habit.MostPause - habit.LeastPause + 1));
    }
}
