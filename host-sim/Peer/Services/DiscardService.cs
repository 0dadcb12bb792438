// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Tcp;

namespace NanoTcp.HostSim.Peer.Services;

/// <summary>Discards what it gets, and closes when the other end does (RFC 863).</summary>
internal sealed class DiscardService(TcpTransport tcp) : ConnectionService(tcp)
{
    public const int DefaultPort = 9;

    protected override bool Serve(TcpConnection connection)
    {
        return Drain(connection);
    }
}
