// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Net.Sockets
{
    /// <summary>What this end of a connection will do no longer.</summary>
    public enum SocketShutdown
    {
        /// <summary>Receive.</summary>
        Receive = 0,

        /// <summary>Send.</summary>
        Send = 1,

        /// <summary>Receive and send.</summary>
        Both = 2,
    }
}
