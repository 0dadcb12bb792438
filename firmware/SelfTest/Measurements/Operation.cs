// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.SelfTest.Measurements
{
    /// <summary>Something that is too short for the clock, so that it is done many times.</summary>
    public abstract class Operation
    {
        /// <summary>
        /// How often it may be repeated in one go. A processor some ten times faster than an ESP32 needs no more for half a second, and the report ends
        /// even where the operation takes no time.
        /// </summary>
        public virtual int MaxCount
        {
            get { return 1 << 20; }
        }

        /// <summary>Does it so often. A turn of the loop costs as much as in <see cref="EmptyLoop"/>, and allocates nothing of its own.</summary>
        public abstract void Repeat(int count);
    }
}
