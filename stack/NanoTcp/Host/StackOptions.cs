// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Host
{
    /// <summary>The sizes of a <see cref="NetworkStack"/>. Read once, by its constructor.</summary>
    public sealed partial class StackOptions
    {
        /// <summary>Other hosts that transports can be in contact with at a time.</summary>
        public int Peers = 8;

        /// <summary>The most frames handled in one poll, so that a flood does not block timers and applications.</summary>
        public int MaxFramesPerPoll = 16;

        /// <summary>
        /// The step of the clock that gives <see cref="NetworkStack.Poll"/> the time, in milliseconds: 1 to 250. The default is an ESP32's on the device,
        /// which is 10, and 1 on the desktop. A timer that starts just before the clock moves sees up to a step less. So waits that a standard wants to be
        /// that long at least are longer by this. A step that is too large makes them longer still, one that is too small makes them too short. See
        /// "Coarse time" in docs/robustness.md.
        /// </summary>
        public int ClockStep = 10;

        /// <summary>The default sizes, and the usual step of the clock.</summary>
        public StackOptions()
        {
            UseDesktopClock();
        }

        /// <summary>On the desktop: the clock moves by single milliseconds.</summary>
        partial void UseDesktopClock();
    }
}
