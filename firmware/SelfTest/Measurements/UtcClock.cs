// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace NanoTcp.SelfTest.Measurements
{
    /// <summary>The only clock in the CoreLibrary. Its steps are those of the platform, and at least a millisecond here.</summary>
    public sealed class UtcClock : Clock
    {
        /// <inheritdoc/>
        public override long Milliseconds
        {
            get { return DateTime.UtcNow.Ticks / TimeSpan.TicksPerMillisecond; }
        }
    }
}
