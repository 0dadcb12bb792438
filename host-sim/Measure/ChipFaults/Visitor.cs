// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Globalization;
using System.Text;
using NanoTcp.Host;
using NanoTcp.Measure.Throughput;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Simulation.Wire;
using NanoTcp.Tcp;

namespace NanoTcp.Measure.ChipFaults;

/// <summary>
/// Asks a board for its values at intervals, over a new connection each time, and remembers which requests were answered. After an unanswered request
/// it asks for the board's MAC address anew, which also announces its own, as other systems do. ARP has no checksum, so either end may have learnt a
/// wrong address.
/// </summary>
internal sealed class Visitor(FastHost host, uint address, Action<string>? log) : INodeApplication
{
    /// <summary>How long it waits for an answer.</summary>
    public const int PatienceMs = 5_000;

    private const int PauseMs = 400;
    private const int HttpPort = 80;
    private const string EndOfHead = "\r\n\r\n";
    private const string LengthField = "Content-Length: ";

    private static readonly byte[] s_request = Encoding.ASCII.GetBytes("GET /api/sensors HTTP/1.1\r\nHost: 192.168.7.2\r\nConnection: close\r\n\r\n");

    private readonly byte[] _buffer = new byte[4096];
    private readonly List<(long BegunAt, bool IsServed)> _visits = [];
    private TcpConnection? _connection;
    private bool _hasAsked;
    private int _length;
    private long _begunAt;
    private long _nextAt;

    /// <summary>All that have come to an end.</summary>
    public IReadOnlyList<(long BegunAt, bool IsServed)> Visits => _visits;

    /// <inheritdoc/>
    public long Poll(long now)
    {
        if (_connection == null && now >= _nextAt)
        {
            Begin(now);
        }

        if (_connection == null)
        {
            return _nextAt;
        }

        if (!_hasAsked)
        {
            // The buffer is large enough for all of it.
            _hasAsked = _connection.Send(s_request, 0, s_request.Length, out _) > 0;
        }

        int count = _connection.Receive(_buffer, _length, _buffer.Length - _length, out SocketError error);
        _length += count;
        if (error == SocketError.Success && count == 0)
        {
            _connection.Close();
            End(now, IsAnswer());
        }
        else if ((error != SocketError.Success && error != SocketError.WouldBlock) || now >= _begunAt + PatienceMs)
        {
            _connection.Abort();
            End(now, false);
        }

        return _connection == null ? _nextAt : count > 0 ? now : _begunAt + PatienceMs;
    }

    private void Begin(long now)
    {
        _begunAt = now;
        _hasAsked = false;
        _length = 0;
        if (host.Tcp.Connect(address.ToHostAddress(), HttpPort, 0, out _connection) != SocketError.Success)
        {
            _nextAt = now + PauseMs;
        }
    }

    private void End(long now, bool isServed)
    {
        _connection = null;
        _nextAt = now + PauseMs;
        _visits.Add((_begunAt, isServed));
        if (!isServed)
        {
            host.ForgetNeighbours();
        }

        log?.Invoke(string.Create(CultureInfo.InvariantCulture, $"{now / 1000.0,9:F3} request of {_begunAt / 1000.0:F3} s {(isServed ? "served" : "not served")}"));
    }

    private bool IsAnswer()
    {
        string answer = Encoding.ASCII.GetString(_buffer, 0, _length);
        int head = answer.IndexOf(EndOfHead, StringComparison.Ordinal);
        int field = answer.IndexOf(LengthField, StringComparison.OrdinalIgnoreCase);
        if (head < 0 || field < 0 || field > head || !answer.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal))
        {
            return false;
        }

        int start = field + LengthField.Length;
        ReadOnlySpan<char> digits = answer.AsSpan(start, answer.IndexOf('\r', start) - start);
        return int.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture) == _length - head - EndOfHead.Length;
    }
}
