// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.HostSim.Peer.Services;

/// <summary>Sends back what it gets, and the FIN when the other end has sent its own (RFC 862). It takes in only what it can send at once.</summary>
internal sealed class EchoService(TcpTransport tcp) : ConnectionService(tcp)
{
    public const int DefaultPort = 7;

    private readonly byte[] _buffer = new byte[65536];

    protected override bool Serve(TcpConnection connection)
    {
        byte[] buffer = _buffer;
        while (connection.Available > 0)
        {
            int space = Math.Min(connection.SendSpace, buffer.Length);
            if (space == 0)
            {
                break;
            }

            int count = connection.Receive(buffer, 0, space, out _);
            connection.Send(buffer, 0, count, out _);
        }

        // From CLOSE-WAIT on the other end has sent its FIN.
        return connection.State != TcpState.Closed && (connection.State < TcpState.CloseWait || connection.Available > 0);
    }
}
