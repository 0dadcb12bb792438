// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Text;
using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Measure.Occupation;

/// <summary>A client that occupies the board by its habit.</summary>
internal sealed class Occupier : Client
{
    private readonly Habit _habit;
    private readonly byte[] _text;
    private TcpConnection? _connection;
    private long _startsAt;
    private long _sendsAt;
    private long _vanishesAt = long.MaxValue;
    private int _sent;

    public Occupier(ClientHost host, Habit habit, long startsAt)
        : base(host)
    {
        _habit = habit;
        _text = Encoding.ASCII.GetBytes(habit.Text);
        _startsAt = startsAt;
    }

    /// <inheritdoc/>
    public override long Poll(long now)
    {
        if (_connection == null)
        {
            if (now < _startsAt)
            {
                return _startsAt;
            }

            Begin(now);
        }

        if (now >= _vanishesAt)
        {
            // It is gone before it could say so.
            Host.Link.Leave(_connection!.LocalPort);
            End(abort: true, now);
            return _startsAt;
        }

        TcpConnection connection = _connection!;
        if (connection.State == TcpState.SynSent)
        {
            return long.MaxValue;
        }

        Send(connection, now);
        bool goesOn = _habit.IgnoresAnswer ? connection.State != TcpState.Closed : Read(connection, null);
        if (connection.Error != SocketError.Success || (!goesOn && _habit.Closes) || (_habit.Resets && connection.State == TcpState.Established))
        {
            End(_habit.Resets, now);
            return _startsAt;
        }

        return Math.Min(_sendsAt, _vanishesAt);
    }

    private void Begin(long now)
    {
        _connection = Connect(_habit.Port);
        _sendsAt = now;
        _sent = 0;
        _vanishesAt = long.MaxValue;
    }

    private void End(bool abort, long now)
    {
        if (abort)
        {
            _connection!.Abort();
        }
        else
        {
            _connection!.Close();
        }

        _connection = null;
        _startsAt = _habit.ReturnsAfter > 0 ? now + _habit.ReturnsAfter : long.MaxValue;
        _vanishesAt = long.MaxValue;
    }

    private void Send(TcpConnection connection, long now)
    {
        if (connection.State != TcpState.Established)
        {
            // It will not send again.
            _sendsAt = long.MaxValue;
        }

        if (now < _sendsAt)
        {
            return;
        }

        if (_sent == 0 && _habit.VanishesAfter > 0 && _vanishesAt == long.MaxValue)
        {
            _vanishesAt = now + _habit.VanishesAfter;
        }

        int count = Math.Min(_habit.BytePause > 0 ? 1 : int.MaxValue, _text.Length - _sent);
        _sent += connection.Send(_text, _sent, count, out _);
        _sendsAt = _sent < _text.Length ? now + Math.Max(_habit.BytePause, 1) : long.MaxValue;
        if (_sent == _text.Length && _habit.EndsSending)
        {
            connection.Shutdown(SocketShutdown.Send);
        }
        else if (_sent == _text.Length && _habit.Period > 0)
        {
            _sent = 0;
            _sendsAt = now + _habit.Period;
        }
    }
}
