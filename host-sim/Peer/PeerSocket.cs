// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.HostSim.Peer;

/// <summary>The TCP socket of a handle: at first nothing, then a bound port, a listener or a connection.</summary>
internal sealed class PeerSocket(TcpConnectionOptions options) : PeerHandle
{
    private bool _errorTaken;
    private bool _sendShutDown;
    private bool _cork;

    public TcpListener? Listener { get; private set; }

    public TcpConnection? Connection { get; private set; }

    public override bool IsUnused => Listener is null && Connection is null;

    public int LocalPort => Connection?.LocalPort ?? Listener?.Port ?? 0;

    public TcpState State => Connection is not null ? Connection.State : Listener is { IsListening: true } ? TcpState.Listen : TcpState.Closed;

    /// <summary>The options of the socket, and of connections accepted from it. Shared: to be replaced, never changed.</summary>
    public TcpConnectionOptions Options
    {
        get => options;
        set
        {
            options = value;
            Listener?.Options = value;
            Connection?.Options = value;
        }
    }

    /// <summary>Whether an incomplete segment waits for more text.</summary>
    public bool Cork
    {
        get => _cork;
        set
        {
            _cork = value;
            Connection?.Cork = value;
        }
    }

    public void Become(TcpListener listener)
    {
        Listener = listener;
        listener.Options = options;
    }

    public void Become(TcpConnection connection)
    {
        Listener = null;
        Connection = connection;
        connection.Cork = _cork;
        _errorTaken = false;
        _sendShutDown = false;
    }

    /// <summary>Gives the port back.</summary>
    public void Unbind()
    {
        Listener?.Close();
        Listener = null;
    }

    public void Close()
    {
        Unbind();
        Connection?.Close();
        Connection = null;
    }

    public void Abort()
    {
        Unbind();
        Connection?.Abort();
        Connection = null;
    }

    /// <summary>Why the connection was lost, if that was not reported yet.</summary>
    public SocketError PendingError => Connection is null || _errorTaken ? SocketError.Success : Connection.Error;

    /// <summary>The same. From now on it counts as reported.</summary>
    public SocketError TakeError()
    {
        SocketError error = PendingError;
        _errorTaken |= error != SocketError.Success;
        return error;
    }

    public int Receive(byte[] buffer, int size, bool peek, out SocketError error)
    {
        if (Connection is null)
        {
            error = SocketError.NotConnected;
            return 0;
        }

        int count = peek ? Connection.Peek(buffer, 0, size, out error) : Connection.Receive(buffer, 0, size, out error);
        if (IsLoss(error))
        {
            // A lost connection reports its error once. Later reads answer as at the end of a stream.
            error = TakeError();
        }

        return count;
    }

    /// <param name="buffer">The bytes to send.</param>
    /// <param name="size">How much of it.</param>
    /// <param name="more">More text follows, so an incomplete segment waits for it.</param>
    /// <param name="error">Why nothing was taken.</param>
    public int Send(byte[] buffer, int size, bool more, out SocketError error)
    {
        if (Connection is null)
        {
            error = SocketError.NotConnected;
            return 0;
        }

        if (Connection.Cork != (_cork || more))
        {
            Connection.Cork = _cork || more;
        }

        int count = Connection.Send(buffer, 0, size, out error);
        if (IsLoss(error))
        {
            error = TakeError();
            if (error == SocketError.Success)
            {
                error = SocketError.Shutdown;
            }
        }

        return count;
    }

    public SocketError Shutdown(SocketShutdown how)
    {
        if (Connection is null)
        {
            return SocketError.NotConnected;
        }

        SocketError error = Connection.Shutdown(how);
        _sendShutDown |= error == SocketError.Success && how != SocketShutdown.Receive;
        return error;
    }

    /// <summary>Whether a read would give an answer other than "not yet".</summary>
    public bool IsReadable(byte[] scratch)
    {
        if (Connection is null)
        {
            return Listener is { IsListening: true } && Listener.Pending();
        }

        Connection.Peek(scratch, 0, 1, out SocketError error);
        return error != SocketError.WouldBlock;
    }

    /// <summary>Whether a write would give an answer other than "not yet".</summary>
    public bool IsWritable => Connection is not null && (Connection.SendSpace > 0 || _sendShutDown || Connection.State == TcpState.Closed);

    /// <summary>Whether both directions have ended, or there is no connection at all.</summary>
    public bool IsHungUp => State is TcpState.Closed or TcpState.Closing or TcpState.LastAck or TcpState.TimeWait;

    private bool IsLoss(SocketError error)
    {
        return error != SocketError.Success && error == Connection!.Error;
    }
}
