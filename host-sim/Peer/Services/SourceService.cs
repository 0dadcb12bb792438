// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.HostSim.Peer.Services;

/// <summary>Sends until the other end closes. It is the character generator of RFC 864 for measurements, without its pattern.</summary>
internal sealed class SourceService(TcpTransport tcp) : ConnectionService(tcp)
{
    public const int DefaultPort = 19;

    private readonly byte[] _data = new byte[65536];

    protected override bool Serve(TcpConnection connection)
    {
        if (!Drain(connection))
        {
            return false;
        }

        while (connection.Send(_data, 0, _data.Length, out _) > 0)
        {
        }

        return true;
    }
}
