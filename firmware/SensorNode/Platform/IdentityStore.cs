// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.SensorNode
{
    /// <summary>A place for a few bytes that outlives a power cut. Neither call throws: what fails there is not stored.</summary>
    public abstract class IdentityStore
    {
        /// <summary>What was stored last, whatever has become of it; null when there is nothing or it cannot be read.</summary>
        public abstract byte[]? Load();

        /// <summary>Puts this in the place of what was stored. False when that is not possible.</summary>
        public abstract bool Save(byte[] record);
    }
}
