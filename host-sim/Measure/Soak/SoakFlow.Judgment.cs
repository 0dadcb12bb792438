// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Tcp;

namespace NanoTcp.Measure.Soak;

// Judges the errors of a connection, and makes the calls other than write and read.
internal sealed partial class SoakFlow
{
    /// <summary>Corks the connection and changes its options when the plan says so. Returns the time of the next call.</summary>
    private long Adjust(long now)
    {
        long next = long.MaxValue;
        if (_plan.CorksForMs > 0)
        {
            _corkedUntil = _hasBeenOpen ? _corkedUntil : now + _plan.CorksForMs;
            bool isDue = now < _corkedUntil;
            next = isDue ? _corkedUntil : next;
            if (isDue != IsCorked)
            {
                IsCorked = isDue;
                _out.ProgressAt = now;
                long before = _host.BeginCall();
                _connection.Cork = isDue;
                _host.EndCall(before, nameof(TcpConnection.Cork));
            }
        }

        if (!_hasChangedOptions && _plan.ChangesOptionsAfterMs < int.MaxValue)
        {
            long at = BegunAt + _plan.ChangesOptionsAfterMs;
            if (now < at)
            {
                return Math.Min(next, at);
            }

            _hasChangedOptions = true;
            TcpConnectionOptions options = OptionDraw.DrawConnection((ulong)(_out.Id + at));
            long before = _host.BeginCall();
            _connection.Options = options;
            _host.EndCall(before, nameof(TcpConnection.Options));
        }

        return next;
    }

    /// <summary>Reads or skips what has arrived.</summary>
    private int Take(bool skips, out SocketError error)
    {
        byte[] buffer = _host.World.Buffer;
        int peeked = -1;
        if (_plan.Peeks && !skips)
        {
            long beforePeek = _host.BeginCall();
            peeked = _connection.Peek(buffer, 0, _plan.ReadChunk, out _);
            _host.EndCall(beforePeek, nameof(TcpConnection.Peek));
            if (peeked > 0)
            {
                CheckBytes(buffer.AsSpan(0, peeked), areSkipped: false);
            }
        }

        long before = _host.BeginCall();
        int length = skips ? _connection.Skip(_plan.ReadChunk, out error) : _connection.Receive(buffer, 0, _plan.ReadChunk, out error);
        _host.EndCall(before, nameof(TcpConnection.Receive));
        if (peeked >= 0 && peeked != length)
        {
            throw new SoakViolationException(SoakInvariant.Prefix, $"host {_host.Index} reads {length} bytes where it has just seen {peeked}");
        }

        return length;
    }

    private void CheckUrgent()
    {
        int urgent = _connection.UrgentCount;
        if (urgent > 0 && _in != null && Read + urgent > _in.UrgentEnd)
        {
            throw new SoakViolationException(SoakInvariant.Urgent, $"host {_host.Index} is told of urgent text up to {Read + urgent} of stream {_in.Id}, but it ends at {_in.UrgentEnd}");
        }
    }

    /// <summary>Whether the connection is lost. Then the application releases it.</summary>
    private bool HasLost(long now)
    {
        if (_connection.Error == SocketError.Success)
        {
            return false;
        }

        JudgeError(_connection.Error, now);
        Leave(abort: false);
        return true;
    }

    private void JudgeError(SocketError error, long now)
    {
        IsLost = true;
        if (_host.World.IsTracing)
        {
            _host.World.Log($"host {_host.Index} loses {_connection.LocalPort} <-> {_host.World.NameOf(_connection.RemoteAddress.ToIPv4())}:{_connection.RemotePort}: {error}");
        }

        bool isReset = _conversation.ResetsReceived > _resetsBefore;
        bool isJust = error switch
        {
            SocketError.ConnectionReset => isReset,
            SocketError.ConnectionRefused => isReset || (_isActive && !_hasBeenOpen && _conversation.HardErrors > _hardErrorsBefore),
            SocketError.TimedOut => IsTimeoutJust(now),
            SocketError.HostUnreachable => (_isActive && !_hasBeenOpen) || (_conversation.Errors > _errorsBefore && IsTimeoutJust(now)),
            _ => false,
        };
        if (!isJust)
        {
            throw new SoakViolationException(SoakInvariant.Error, $"host {_host.Index}: the connection is lost with {error} for no reason");
        }
    }

    private bool IsTimeoutJust(long now)
    {
        return !_host.World.IsFaultless || _isRogue || !_hasBeenOpen || _host.World.IsCrowded(_connection.RemoteAddress.ToIPv4())
            || IsTooLong(_firstOptions, now) || IsTooLong(_connection.Options, now);
    }

    /// <summary>Whether the silence, or the wait for an acknowledgment, was longer than the options allow.</summary>
    private bool IsTooLong(TcpConnectionOptions options, long now)
    {
        // By a coarse clock a time may seem longer than it is.
        now += _host.Plan.ClockStep - 1;
        long silence = now - _conversation.HeardAt;
        int probes = options.UserTimeout > 0 ? 1 : options.KeepAliveRetries;
        return (options.IdleTimeout > 0 && silence >= options.IdleTimeout)
            || (options.KeepAlive && silence >= options.KeepAliveTime + (long)probes * options.KeepAliveInterval)
            || (options.UserTimeout > 0 && now - _conversation.AcknowledgedAt >= options.UserTimeout);
    }
}
