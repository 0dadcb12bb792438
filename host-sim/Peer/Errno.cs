// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;

namespace NanoTcp.HostSim.Peer;

/// <summary>The POSIX names of socket errors.</summary>
internal static class Errno
{
    public static string Name(SocketError error)
    {
        return error switch
        {
            SocketError.InvalidArgument => "EINVAL",
            SocketError.WouldBlock => "EAGAIN",
            SocketError.MessageSize => "EMSGSIZE",
            SocketError.AddressAlreadyInUse => "EADDRINUSE",
            SocketError.AddressNotAvailable => "EADDRNOTAVAIL",
            SocketError.NetworkDown => "ENETDOWN",
            SocketError.NetworkUnreachable => "ENETUNREACH",
            SocketError.ConnectionAborted => "ECONNABORTED",
            SocketError.ConnectionReset => "ECONNRESET",
            SocketError.NoBufferSpaceAvailable => "ENOMEM",
            SocketError.NotConnected => "ENOTCONN",
            SocketError.Shutdown => "EPIPE",
            SocketError.TimedOut => "ETIMEDOUT",
            SocketError.ConnectionRefused => "ECONNREFUSED",
            SocketError.HostUnreachable => "EHOSTUNREACH",
            _ => throw new ArgumentOutOfRangeException(nameof(error), error, "A socket error without a POSIX name."),
        };
    }
}
