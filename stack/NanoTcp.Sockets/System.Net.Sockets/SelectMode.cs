// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Net.Sockets
{
    /// <summary>What <c>Socket.Poll</c> asks for.</summary>
    public enum SelectMode
    {
        /// <summary>Whether a read would not wait: data, the end of the stream, an error, or a connection to accept.</summary>
        SelectRead = 0,

        /// <summary>Whether a write would not wait, or the connection stands.</summary>
        SelectWrite = 1,

        /// <summary>Whether connecting has failed.</summary>
        SelectError = 2,
    }
}
