// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Net
{
    /// <summary>Where a socket sends to or receives from.</summary>
    public abstract class EndPoint
    {
        /// <summary>Writes it as bytes.</summary>
        public abstract SocketAddress Serialize();

        /// <summary>Reads one of the same kind from bytes.</summary>
        /// <param name="socketAddress">What <see cref="Serialize"/> has written.</param>
        public abstract EndPoint Create(SocketAddress socketAddress);
    }
}
