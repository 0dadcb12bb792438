// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tcp
{
    /// <summary>Which direction of a connection to shut down: names and numbers of .NET's SocketShutdown.</summary>
    public enum SocketShutdown
    {
        /// <summary>Text that still arrives is acknowledged and discarded.</summary>
        Receive = 0,

        /// <summary>A FIN follows the data already written.</summary>
        Send = 1,

        /// <summary>Both.</summary>
        Both = 2,
    }
}
