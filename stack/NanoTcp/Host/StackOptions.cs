// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Host
{
    /// <summary>The sizes of a <see cref="NetworkStack"/>. Read once, by its constructor.</summary>
    public sealed class StackOptions
    {
        /// <summary>Other hosts that transports can be in contact with at a time.</summary>
        public int Peers = 8;

        /// <summary>The most frames handled in one poll, so that a flood does not block timers and applications.</summary>
        public int MaxFramesPerPoll = 16;
    }
}
