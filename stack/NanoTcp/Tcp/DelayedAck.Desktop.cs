// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tcp
{
    // Links that join segments, and ends that acknowledge each segment of a long transfer.
    internal static partial class DelayedAck
    {
        static partial void HurryOn(ControlBlock tcb, int length)
        {
            if (tcb.AckAt == 0 && !MayWait(tcb, length))
            {
                tcb.AckAt = tcb.Stack.Now;
            }
        }

        /// <summary>
        /// Whether one segment's text may wait for its acknowledgment: not many in one from a link that joins them, and not as
        /// <see cref="TcpOptions.AckEachSegment"/> says.
        /// </summary>
        private static bool MayWait(ControlBlock tcb, int length)
        {
            bool isLong = tcb.RcvNxt - (uint)tcb.Words[Word.Irs] > (uint)tcb.Words[Word.ReceiveLimit];
            return length <= TcpTransport.MaxSegment && !(tcb.Transport.AckEachSegment && isLong && length > TcpTransport.MaxSegment / 2);
        }
    }
}
