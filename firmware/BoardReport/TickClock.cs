// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace NanoTcp.SelfTest.Measurements
{
    /// <summary>The clock that the stack is polled with: its step is that of the platform's timers.</summary>
    public sealed class TickClock : Clock
    {
        /// <inheritdoc/>
        public override long Milliseconds
        {
            get { return Environment.TickCount64; }
        }
    }
}
