// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Host
{
    /// <summary>The source of the stack's secrets. It is called only by constructors.</summary>
    public abstract class EntropySource
    {
        /// <summary>Fills the whole buffer with bytes that nobody on the network can predict.</summary>
        public abstract void Fill(byte[] buffer);
    }
}
