// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Text;
using NanoTcp.Tcp;

namespace NanoTcp.Measure.Occupation;

/// <summary>
/// A client that asks at regular times, as a browser does. It uses its connection, or a new one if it has none or finds that the board has closed it.
/// The time of each answer counts.
/// </summary>
internal sealed class Visitor(ClientHost host, int period, bool keepsConnection, long startsAt) : Client(host)
{
    /// <summary>A visitor without an answer after so many milliseconds leaves unserved.</summary>
    public const int Patience = 5000;

    private static readonly byte[] s_last = Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: board\r\nConnection: close\r\n\r\n");
    private static readonly byte[] s_next = Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: board\r\n\r\n");

    private TcpConnection? _connection;
    private HttpReplyReader _reader = new();
    private long _asksAt = startsAt;
    private long _askedAt = long.MaxValue;
    private bool _hasSent;
    private bool _isReused;

    /// <inheritdoc/>
    public override long Poll(long now)
    {
        if (_askedAt == long.MaxValue && now >= _asksAt)
        {
            Ask(now);
        }

        bool isOpen = _connection != null && Serve(_connection);
        if (_askedAt != long.MaxValue)
        {
            if (_reader.Count > 0)
            {
                Judge((int)(now - _askedAt));
                isOpen &= keepsConnection;
            }
            else if (!isOpen && _isReused)
            {
                // The board closed the kept connection while the request was on its way. A browser asks again.
                Leave();
                Begin();
                isOpen = true;
            }
            else if (!isOpen || now >= _askedAt + Patience)
            {
                Judge(OccupationResult.NotServed);
                isOpen = false;
            }
        }

        if (!isOpen)
        {
            Leave();
        }

        return _askedAt == long.MaxValue ? _asksAt : _askedAt + Patience;
    }

    private void Ask(long now)
    {
        _askedAt = now;
        _asksAt += period;
        _reader = new HttpReplyReader();
        _isReused = _connection != null;
        _hasSent = false;
        if (_connection == null)
        {
            Begin();
        }
    }

    private void Begin()
    {
        _connection = Connect(80);
        _isReused = false;
        _hasSent = false;
    }

    private bool Serve(TcpConnection connection)
    {
        if (!_hasSent && _askedAt != long.MaxValue && connection.State == TcpState.Established)
        {
            byte[] request = keepsConnection ? s_next : s_last;
            _hasSent = connection.Send(request, 0, request.Length, out _) == request.Length;
        }

        return connection.State == TcpState.SynSent || Read(connection, _reader);
    }

    private void Judge(int milliseconds)
    {
        Host.World.Results.Add(milliseconds);
        _askedAt = long.MaxValue;
    }

    private void Leave()
    {
        _connection?.Close();
        _connection = null;
    }
}
