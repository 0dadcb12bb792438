// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tcp
{
    /// <summary>When text that has arrived is acknowledged (RFC 9293 §3.8.6.3, RFC 5681 §4.2).</summary>
    internal static partial class DelayedAck
    {
        /// <summary>Acknowledges every second segment at once, and a single one a little later.</summary>
        internal static void TextArrives(ControlBlock tcb, int length)
        {
            HurryOn(tcb, length);
            if (tcb.AckAt == 0)
            {
                long at = tcb.Stack.Now + tcb.Transport.DelayedAck;
                tcb.AckAt = at;
                if (tcb.WakeAt > at)
                {
                    tcb.Transport.Timers.Schedule(tcb, at);
                }

                return;
            }

            // The second one. The acknowledgment comes after everything that has arrived with the segment (MUST-59), and after the application has
            // read. Then the window is at its widest.
            tcb.Flags |= ConnectionFlag.AckNow;
            tcb.Stack.ApplicationFirst = true;
            tcb.Transport.QueueOutput(tcb);
        }

        /// <summary>On the desktop: text that must be acknowledged at once is like text of a second segment.</summary>
        static partial void HurryOn(ControlBlock tcb, int length);
    }
}
