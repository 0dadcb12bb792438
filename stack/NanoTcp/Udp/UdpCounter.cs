// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Udp
{
    /// <summary>The counters of a <see cref="UdpTransport"/>.</summary>
    public enum UdpCounter
    {
        /// <summary>Datagrams put into the queue of a socket.</summary>
        Received,

        /// <summary>Datagrams sent.</summary>
        Sent,

        /// <summary>Datagrams that are too short, or shorter than they say.</summary>
        Invalid,

        /// <summary>Datagrams with a wrong checksum.</summary>
        ChecksumError,

        /// <summary>Datagrams to a port that nobody has bound.</summary>
        NoPort,

        /// <summary>Datagrams for many hosts to a port that nobody has bound, or whose socket does not receive broadcasts.</summary>
        NoPortForMany,

        /// <summary>Datagrams to a socket that is connected to somebody else.</summary>
        NotConnectedTo,

        /// <summary>Datagrams dropped because the queue of their socket was full.</summary>
        QueueFull,

        /// <summary>Reported errors that belong to no connected socket.</summary>
        ErrorUnmatched,

        /// <summary>The number of counters; no counter itself.</summary>
        Count,
    }
}
