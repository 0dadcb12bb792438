// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Host
{
    /// <summary>
    /// A part of the stack that makes packets in the <see cref="TransmitFrame"/>. Its last packet stays there until another writer claims the frame.
    /// Then <see cref="Frame"/> is null, and this writer has to claim it before it can write again.
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
