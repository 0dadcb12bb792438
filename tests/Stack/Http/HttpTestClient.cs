// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System.Text;
using NanoTcp.Host;
using NanoTcp.Tcp;

namespace NanoTcp.Tests.Stack.Http;

/// <summary>A client that writes its text as there is room, and stores what arrives.</summary>
internal sealed class HttpTestClient(TcpConnection connection)
{
    private readonly MemoryStream _received = new();
    private readonly List<byte> _toSend = [];
    private readonly byte[] _buffer = new byte[4096];
    private bool _endsSending;

    public TcpConnection Connection { get; } = connection;

    /// <summary>Whether the server's FIN has come and everything before it.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Whether it leaves what arrives in the receive buffer.</summary>
    public bool HoldsReading { get; set; }

    public byte[] Received => _received.ToArray();

    public bool HasSentAll => _toSend.Count == 0;

    public HttpTestClient Send(string text)
    {
        _toSend.AddRange(Encoding.Latin1.GetBytes(text));
        return this;
    }

    /// <summary>A FIN follows what is to be sent.</summary>
    public HttpTestClient EndSending()
    {
        _endsSending = true;
        return this;
    }

    public void Poll()
    {
        if (_toSend.Count > 0)
        {
            byte[] bytes = [.. _toSend];
            _toSend.RemoveRange(0, Connection.Send(bytes, 0, bytes.Length, out _));
        }

        if (_endsSending && HasSentAll && Connection.State is TcpState.Established or TcpState.CloseWait)
        {
            _endsSending = false;
            Assert.Equal(SocketError.Success, Connection.Shutdown(SocketShutdown.Send));
        }

        while (!HoldsReading)
        {
            int count = Connection.Receive(_buffer, 0, _buffer.Length, out SocketError error);
            HasEnded |= count == 0 && error == SocketError.Success;
            if (count == 0)
            {
                break;
            }

            _received.Write(_buffer, 0, count);
        }
    }
}
