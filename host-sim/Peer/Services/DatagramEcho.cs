// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Udp;

namespace NanoTcp.HostSim.Peer.Services;

/// <summary>Sends datagrams back (RFC 862). One that finds the link busy waits, and those behind it.</summary>
internal sealed class DatagramEcho(UdpTransport udp) : NetworkService
{
    private const int CharacterGenerator = 19;

    private readonly UdpSocket _socket = new(udp, new UdpSocketOptions { QueueLength = 64, QueueBytes = 128 * 1024 });
    private readonly byte[] _buffer = new byte[65_536];
    private readonly HostEndPoint _from = new();
    private int _waiting = -1;

    public SocketError Start()
    {
        return _socket.Bind(EchoService.DefaultPort);
    }

    public override long Poll(long now)
    {
        while (_waiting >= 0 || _socket.Waiting > 0)
        {
            if (_waiting < 0)
            {
                _waiting = _socket.Receive(_buffer, 0, _buffer.Length, _from, out _);
            }

            if (!AnswersItself() && _socket.SendTo(_buffer, 0, _waiting, _from) == SocketError.WouldBlock)
            {
                return now + 1;
            }

            _waiting = -1;
        }

        return long.MaxValue;
    }

    /// <summary>Whether the sender is a service that would answer the answer, and so on for ever.</summary>
    private bool AnswersItself()
    {
        return _from.Port is EchoService.DefaultPort or CharacterGenerator;
    }
}
