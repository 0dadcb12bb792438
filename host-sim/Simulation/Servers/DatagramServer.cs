// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Udp;

namespace NanoTcp.Simulation.Servers;

/// <summary>A server that answers datagrams one by one, on a stack of the simulation.</summary>
public abstract class DatagramServer : NetworkService
{
    private readonly UdpSocket _socket;
    private readonly byte[] _received = new byte[1472];
    private readonly HostEndPoint _from = new();

    /// <summary>Takes the port.</summary>
    /// <exception cref="InvalidOperationException">Another socket of the stack has it.</exception>
    protected DatagramServer(UdpTransport udp, int port)
    {
        _socket = new UdpSocket(udp, new UdpSocketOptions { QueueLength = 16, QueueBytes = 16 * 1024 }) { ReceivesBroadcasts = true };
        SocketError error = _socket.Bind(port);
        if (error != SocketError.Success)
        {
            throw new InvalidOperationException($"UDP port {port} cannot be bound: {error}.");
        }
    }

    /// <summary>False: what arrives is lost, as with a server that is switched off.</summary>
    public bool IsOn { get; set; } = true;

    /// <summary>Datagrams answered.</summary>
    public int Answers { get; private set; }

    /// <inheritdoc/>
    public override long Poll(long now)
    {
        while (true)
        {
            int length = _socket.Receive(_received, 0, _received.Length, _from, out SocketError error);
            if (error == SocketError.WouldBlock)
            {
                return long.MaxValue;
            }

            // The link may have no room. Then the answer is lost, and the client asks again.
            if (IsOn && Answer(now, _received.AsSpan(0, length), _from) is byte[] answer && _socket.SendTo(answer, 0, answer.Length, _from) == SocketError.Success)
            {
                Answers++;
            }
        }
    }

    /// <summary>Makes the answer; null: none.</summary>
    /// <param name="now">The time in milliseconds.</param>
    /// <param name="request">What has arrived.</param>
    /// <param name="other">Who has sent it. The answer goes there, unless this is changed.</param>
    protected abstract byte[]? Answer(long now, ReadOnlySpan<byte> request, HostEndPoint other);
}
