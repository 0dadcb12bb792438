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
        /// Whether the acknowledgment of this text may be delayed. It may not be for several segments joined by the link, and not with
        /// <see cref="TcpOptions.AckEachSegment"/>.
        /// </summary>
        private static bool MayWait(ControlBlock tcb, int length)
        {
            bool isLong = tcb.RcvNxt - (uint)tcb.Variables[Variable.Irs] > (uint)tcb.Variables[Variable.ReceiveLimit];
            return length <= TcpTransport.MaxSegment && !(tcb.Transport.AckEachSegment && isLong && length > TcpTransport.MaxSegment / 2);
        }
    }
}
