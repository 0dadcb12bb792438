// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.SensorNode
{
    /// <summary>The sensors of a board: what a firmware derives its own from.</summary>
    public abstract class SensorSource
    {
        /// <summary>Fills in the reading. Must not block or allocate; <paramref name="now"/> is the time of the poll in milliseconds.</summary>
        public abstract void Read(long now, SensorReading reading);
    }
}
