// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Net.Sockets;
using NanoTcp.Tcp;
using SocketShutdown = System.Net.Sockets.SocketShutdown;
using StackError = NanoTcp.Host.SocketError;
using StackShutdown = NanoTcp.Tcp.SocketShutdown;

namespace NanoTcp.HostSim.Gateway;

/// <summary>
/// One connection of a program on this machine, joined to a connection to the board. It takes bytes from one side only when the other side has room,
/// so a slow reader slows the writer. It passes on the end of each direction after its last byte.
/// </summary>
internal sealed class GatewaySession
{
    private const int BufferSize = 8192;

    private readonly TcpConnection _board;
    private readonly byte[] _toBoard = new byte[BufferSize];
    private readonly byte[] _toClient = new byte[BufferSize];
    private int _toClientStart;
    private int _toClientCount;
    private bool _clientHasEnded;
    private bool _boardHasEnded;
    private bool _endIsPassedOn;

    /// <summary>Joins two connections, which the session owns from now on.</summary>
    public GatewaySession(Socket client, TcpConnection board)
    {
        client.Blocking = false;
        client.NoDelay = true;
        Client = client;
        _board = board;
    }

    public Socket Client { get; }

    /// <summary>Whether both connections are closed, and the session has nothing left to do.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Whether it waits for the client to write.</summary>
    public bool WantsToRead => !_clientHasEnded && _board.SendSpace > 0;

    /// <summary>Whether it waits for the client to read.</summary>
    public bool WantsToWrite => _toClientCount > 0;

    /// <summary>Moves what can be moved.</summary>
    public void Pump()
    {
        while (!IsOver && (MoveToBoard() | MoveToClient()))
        {
        }

        if (!IsOver && _clientHasEnded && _endIsPassedOn)
        {
            IsOver = true;
            _board.Close();
            Client.Dispose();
        }
    }

    /// <summary>Ends both connections at once. The client finds a reset, unless it has been told the end already.</summary>
    public void Abort()
    {
        IsOver = true;
        _board.Abort();
        if (!_endIsPassedOn)
        {
            Client.LingerState = new LingerOption(true, 0);
        }

        Client.Dispose();
    }

    private bool MoveToBoard()
    {
        if (!WantsToRead)
        {
            return false;
        }

        int count = Client.Receive(_toBoard, 0, Math.Min(_board.SendSpace, _toBoard.Length), SocketFlags.None, out SocketError error);
        if (error == SocketError.WouldBlock)
        {
            return false;
        }

        if (error != SocketError.Success)
        {
            Abort();
            return false;
        }

        if (count == 0)
        {
            _clientHasEnded = true;
            _board.Shutdown(StackShutdown.Send);
            return false;
        }

        // All of it fits, because no more was read than there is room for.
        _board.Send(_toBoard, 0, count, out _);
        return true;
    }

    private bool MoveToClient()
    {
        if (IsOver)
        {
            return false;
        }

        if (_toClientCount == 0 && !_boardHasEnded)
        {
            TakeFromBoard();
        }
        else if (_board.Error != StackError.Success && _toClientCount == 0)
        {
            Abort();
        }

        if (_toClientCount > 0)
        {
            return SendToClient();
        }

        if (!IsOver && _boardHasEnded && !_endIsPassedOn)
        {
            _endIsPassedOn = true;
            EndClient();
        }

        return false;
    }

    private void TakeFromBoard()
    {
        int count = _board.Receive(_toClient, 0, _toClient.Length, out StackError error);
        if (count > 0)
        {
            _toClientStart = 0;
            _toClientCount = count;
        }
        else if (error == StackError.Success)
        {
            _boardHasEnded = true;
        }
        else if (error != StackError.WouldBlock)
        {
            Abort();
        }
    }

    private bool SendToClient()
    {
        int count = Client.Send(_toClient, _toClientStart, _toClientCount, SocketFlags.None, out SocketError error);
        if (error is not (SocketError.Success or SocketError.WouldBlock))
        {
            Abort();
            return false;
        }

        _toClientStart += count;
        _toClientCount -= count;
        return count > 0;
    }

    private void EndClient()
    {
        try
        {
            Client.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The client has reset its connection meanwhile.
            Abort();
        }
    }
}
