// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.SensorNode
{
    /// <summary>The base class for the sensors of a board.</summary>
    public abstract class SensorSource
    {
        /// <summary>
        /// Fills in the reading. It must not block or allocate. <paramref name="now"/> is the time of the poll in milliseconds. When it throws, the client gets
        /// the status 500, and <see cref="SensorApplication.SensorFailures"/> counts it.
        /// </summary>
        public abstract void Read(long now, SensorReading reading);
    }
}
