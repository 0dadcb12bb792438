// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Platform
{
    /// <summary>A store for a few bytes that survives a power cut. Neither call throws: after a failure nothing is stored.</summary>
    public abstract class IdentityStore
    {
        /// <summary>The last stored bytes, even if damaged; null when there are none or they cannot be read.</summary>
        public abstract byte[]? Load();

        /// <summary>Replaces the stored bytes. False when that is not possible.</summary>
        public abstract bool Save(byte[] record);
    }
}
