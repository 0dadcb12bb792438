// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tcp
{
    // Segments for a link that cuts them.
    internal static partial class Sending
    {
        static partial void Lengthen(ControlBlock tcb, int queued, int room, int open, ref int length)
        {
            int mss = tcb.SndMss;
            if (length < mss || tcb.Peer!.IsThisHost)
            {
                return;
            }

            // The urgent pointer counts from each segment, and a link that cuts segments does not know that.
            int most = (tcb.Flags & ConnectionFlag.UrgentOut) == 0 ? mss * tcb.Transport.SegmentsAtOnce : mss;
            length = queued < room ? queued : room;
            length = length < open ? length : open;
            length = length < most ? length : most;

            // The link gets whole segments, and what remains only if it might leave by itself.
            int rest = length > mss ? length % mss : 0;
            length -= rest > 0 && (length < queued || MustWait(tcb)) ? rest : 0;
        }
    }
}
