// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Udp
{
    /// <summary>The sizes of a <see cref="UdpSocket"/>. Read once, by its constructor.</summary>
    public sealed class UdpSocketOptions
    {
        /// <summary>Datagrams that can wait to be received.</summary>
        public int QueueLength = 4;

        /// <summary>Bytes of all datagrams that wait. A single one cannot be longer.</summary>
        public int QueueBytes = 1472;
    }
}
