// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Host
{
    /// <summary>
    /// Who makes packets up in the stack's <see cref="TransmitFrame"/>. What he wrote last stands there until somebody else claims it: then
    /// <see cref="Frame"/> is null, and he has to claim it before he can write again.
    /// </summary>
    public abstract class FrameWriter
    {
        /// <summary>The frame, while what this has written last stands in it; null: another has written since. <see cref="NetworkStack.Claim"/> sets it.</summary>
        internal TransmitFrame? Frame;

        internal FrameWriter()
        {
        }
    }
}
