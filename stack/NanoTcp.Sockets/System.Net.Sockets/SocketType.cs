// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Net.Sockets
{
    /// <summary>How a socket carries data. The numbers are those of .NET.</summary>
    public enum SocketType
    {
        /// <summary>Not known.</summary>
        Unknown = -1,

        /// <summary>A stream of bytes: TCP.</summary>
        Stream = 1,

        /// <summary>Datagrams: UDP.</summary>
        Dgram = 2,

        /// <summary>Raw packets. Not supported.</summary>
        Raw = 3,

        /// <summary>Reliable messages. Not supported.</summary>
        Rdm = 4,

        /// <summary>Messages in order. Not supported.</summary>
        Seqpacket = 5,
    }
}
