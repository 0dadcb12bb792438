// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;

namespace NanoTcp.SelfTest
{
    /// <summary>Bytes that are the same in every run. They need not be secret here.</summary>
    public sealed class CountingEntropy : EntropySource
    {
        private int _next;

        /// <inheritdoc/>
        public override void Fill(byte[] buffer)
        {
            for (int i = 0; i < buffer.Length; i++)
            {
                buffer[i] = (byte)(_next += 29);
            }
        }
    }
}
