// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Simulation.Addresses;
using NanoTcp.Tcp;

namespace NanoTcp.Measure.Soak;

/// <summary>One end of a connection as an application uses it. It checks errors and the text that it reads.</summary>
internal sealed partial class SoakFlow
{
    private readonly SoakHost _host;
    private readonly TcpConnection _connection;
    private readonly FlowPlan _plan;
    private readonly ByteStream _out;
    private readonly Conversation _conversation;
    private readonly bool _isActive;
    private readonly bool _isRogue;
    private readonly int _resetsBefore;
    private readonly int _errorsBefore;
    private readonly int _hardErrorsBefore;
    private readonly TcpConnectionOptions _firstOptions;
    private readonly byte[] _header = new byte[ByteStream.HeaderLength];
    private ByteStream? _in;
    private bool _hasBeenOpen;
    private bool _isShut;
    private bool _hasShutReceiving;
    private long _nextWrite;
    private long _nextRead;
    private long _stoppedUntil;
    private bool _hasStopped;
    private bool _hasChangedOptions;
    private long _corkedUntil;
    private int _writes;
    private int _reads;

    public SoakFlow(SoakHost host, TcpConnection connection, FlowPlan plan, bool isActive)
    {
        _host = host;
        _connection = connection;
        _plan = plan;
        _isActive = isActive;
        BegunAt = host.World.Now;
        _isRogue = host.World.IsRogue(connection.RemoteAddress.ToIPv4());
        _conversation = host.Checker.Between(connection.RemoteAddress.ToIPv4(), connection.RemotePort, connection.LocalPort);

        // An accepted connection may have been lost while it waited.
        _resetsBefore = connection.Error == SocketError.Success ? _conversation.ResetsReceived : 0;
        _errorsBefore = _conversation.Errors;
        _hardErrorsBefore = _conversation.HardErrors;
        _firstOptions = connection.Options;
        _out = host.World.NewStream(host.Address, connection, this, isActive);
        _conversation.Bind(_out, isActive);
        if (host.World.IsTracing)
        {
            host.World.Log($"host {host.Index} {(isActive ? "opens" : "accepts")} {connection.LocalPort} <-> {host.World.NameOf(connection.RemoteAddress.ToIPv4())}:{connection.RemotePort}, stream {_out.Id}, {plan}, {OptionDraw.Describe(_firstOptions)}");
        }
    }

    /// <summary>When the application has opened or accepted it.</summary>
    public long BegunAt { get; }

    /// <summary>Whether the application has let go of it.</summary>
    public bool IsDone { get; private set; }

    /// <summary>Whether its text may not arrive: the connection was aborted or lost, or its host is gone.</summary>
    public bool IsLost { get; private set; }

    /// <summary>Whether the other end's FIN has been read.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>The connection's state.</summary>
    public TcpState State => _connection.State;

    /// <summary>Bytes read.</summary>
    public int Read { get; private set; }

    /// <summary>Since when it reads everything that arrives; long.MaxValue: it does not.</summary>
    public long EagerSince =>
        IsDone || HasEnded || _hasShutReceiving || !_hasBeenOpen || _plan.ReadEveryMs > 0 || _stoppedUntil > _host.World.Now
            ? long.MaxValue
            : Math.Max(BegunAt, _stoppedUntil);

    /// <summary>Whether its text may wait for more.</summary>
    public bool IsCorked { get; private set; }

    /// <summary>Does what can be done now. Returns the latest time of the next call.</summary>
    public long Act(long now)
    {
        if (HasLost(now))
        {
            return long.MaxValue;
        }

        long next = long.MaxValue;
        if (_plan.End is FlowEnd.AtTime or FlowEnd.AbortAtTime)
        {
            next = BegunAt + _plan.EndAfterMs;
            if (now >= next)
            {
                Leave(_plan.End == FlowEnd.AbortAtTime);
                return long.MaxValue;
            }
        }

        if (_connection.State is TcpState.SynSent or TcpState.SynReceived)
        {
            return next;
        }

        next = Math.Min(next, Adjust(now));
        if (HasLost(now))
        {
            // Judges by the options that were broken. By later options they may seem to be kept.
            return long.MaxValue;
        }

        _hasBeenOpen = true;
        next = Math.Min(next, Write(now));
        if (!IsDone)
        {
            next = Math.Min(next, Receive(now));
        }

        if (!IsDone && HasEnded && (_plan.End == FlowEnd.AfterReading || (_plan.End == FlowEnd.AfterBoth && _isShut)))
        {
            Leave(abort: false);
        }

        return next;
    }

    /// <summary>Gives the connection back.</summary>
    public void Leave(bool abort)
    {
        IsDone = true;
        IsCorked = false;
        _out.IsFinished = true;
        _out.ProgressAt = _host.World.Now;
        IsLost |= abort || !_hasBeenOpen;
        if (_host.World.IsTracing)
        {
            _host.World.Log($"host {_host.Index} {(abort ? "aborts" : "closes")} {_connection.LocalPort} <-> {_host.World.NameOf(_connection.RemoteAddress.ToIPv4())}:{_connection.RemotePort}, {_connection.State}");
        }

        long before = _host.BeginCall();
        if (abort)
        {
            _connection.Abort();
        }
        else
        {
            _connection.Close();
        }

        _host.EndCall(before, nameof(TcpConnection.Close));
    }

    /// <summary>Its host reboots.</summary>
    public void Vanish()
    {
        IsDone = true;
        IsLost = true;
    }

    private long Write(long now)
    {
        while (_out.Written < _plan.ToSend)
        {
            if (now < _nextWrite)
            {
                return _nextWrite;
            }

            int size = Math.Min(_plan.WriteChunk, _plan.ToSend - _out.Written);
            byte[] buffer = _host.World.Buffer;
            _out.Fill(buffer.AsSpan(0, size), _out.Written);

            // Whatever of it leaves has been written.
            int written = _out.Written;
            _out.Written = written + size;
            long before = _host.BeginCall();
            bool isUrgent = _plan.UrgentEvery > 0 && _writes++ % _plan.UrgentEvery == 0;
            int taken = isUrgent ? _connection.SendUrgent(buffer, 0, size, out SocketError error) : _connection.Send(buffer, 0, size, out error);
            _host.EndCall(before, nameof(TcpConnection.Send));
            _out.Written = written + taken;
            _out.UrgentEnd = isUrgent && taken > 0 ? _out.Written : _out.UrgentEnd;
            if (taken == 0)
            {
                if (error != SocketError.WouldBlock && _connection.State != TcpState.Closed)
                {
                    throw new SoakViolationException(SoakInvariant.Error, $"Send refuses with {error} in {_connection.State}");
                }

                return long.MaxValue;
            }

            _out.ProgressAt = now;
            _nextWrite = now + _plan.WriteEveryMs;
        }

        if (!_isShut && _plan.End == FlowEnd.AfterBoth)
        {
            _isShut = true;
            _out.IsFinished = true;
            _out.ProgressAt = now;
            long before = _host.BeginCall();
            _connection.Shutdown(SocketShutdown.Send);
            _host.EndCall(before, nameof(TcpConnection.Shutdown));
        }
        else if (_plan.End == FlowEnd.AfterWriting)
        {
            _out.ProgressAt = now;
            Leave(abort: false);
        }

        return long.MaxValue;
    }

    private long Receive(long now)
    {
        while (true)
        {
            if (Read >= _plan.StopsReadingAt && !_hasStopped)
            {
                _hasStopped = true;
                _stoppedUntil = _plan.StopsReadingForMs == long.MaxValue ? long.MaxValue : now + _plan.StopsReadingForMs;
            }

            if (Read >= _plan.ShutsReceivingAt && !_hasShutReceiving)
            {
                _hasShutReceiving = true;
                long beforeShutdown = _host.BeginCall();
                _connection.Shutdown(SocketShutdown.Receive);
                _host.EndCall(beforeShutdown, nameof(TcpConnection.Shutdown));
            }

            long wait = Math.Max(_stoppedUntil, _nextRead);
            if (now < wait || _hasShutReceiving)
            {
                return _hasShutReceiving ? long.MaxValue : wait;
            }

            bool skips = _plan.SkipsEvery > 0 && (_in != null || _isRogue) && ++_reads % _plan.SkipsEvery == 0;
            int length = Take(skips, out SocketError error);
            if (length == 0)
            {
                if (error == SocketError.Success)
                {
                    CheckEnd();
                }

                return long.MaxValue;
            }

            if (HasEnded)
            {
                throw new SoakViolationException(SoakInvariant.EndOfStream, $"{length} bytes are delivered after the end of the stream");
            }

            CheckBytes(_host.World.Buffer.AsSpan(0, length), skips);
            Read += length;
            CheckUrgent();
            if (_in != null)
            {
                _in.Delivered = Read;
                _in.ProgressAt = now;
            }

            if (_plan.ReadEveryMs > 0)
            {
                _nextRead = now + _plan.ReadEveryMs;
            }
        }
    }

    private void CheckBytes(ReadOnlySpan<byte> bytes, bool areSkipped)
    {
        if (_isRogue)
        {
            return;
        }

        if (_in == null)
        {
            int count = Math.Min(bytes.Length, ByteStream.HeaderLength - Read);
            bytes[..count].CopyTo(_header.AsSpan(Read));
            if (Read + count < ByteStream.HeaderLength)
            {
                return;
            }

            _in = _host.World.FindStream(ByteStream.ReadId(_header));
            if (_in == null || _in.LocalAddress != _connection.RemoteAddress.ToIPv4() || _in.RemoteAddress != _host.Address
                || _in.LocalPort != _connection.RemotePort || _in.RemotePort != _connection.LocalPort || (_in.Delivered > 0 && _in.Reader != this && !_host.Checker.HasSentCookies))
            {
                throw new SoakViolationException(SoakInvariant.Prefix, $"host {_host.Index} reads what does not begin like a stream for it (stream {_in?.Id ?? 0})");
            }

            _in.Reader = this;
        }

        int position = Read;
        if (position + bytes.Length > _in.Written || (!areSkipped && !_in.Matches(bytes, position)))
        {
            throw new SoakViolationException(SoakInvariant.Prefix, $"host {_host.Index} reads {bytes.Length} bytes at {position} of stream {_in.Id} that are not those written ({_in.Written} so far)");
        }
    }

    private void CheckEnd()
    {
        if (HasEnded || _isRogue)
        {
            HasEnded = true;
            return;
        }

        HasEnded = true;
        if (!_conversation.HasEndArrived(_out))
        {
            throw new SoakViolationException(SoakInvariant.EndOfStream, $"host {_host.Index} reads an end of stream, but no FIN has arrived with all before it");
        }

        if (_in != null && (!_in.IsFinished || Read != _in.Written))
        {
            throw new SoakViolationException(SoakInvariant.EndOfStream, $"host {_host.Index} reads an end of stream {_in.Id} after {Read} of {_in.Written} bytes");
        }
    }
}
