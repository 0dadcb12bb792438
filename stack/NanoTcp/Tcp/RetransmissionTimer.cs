// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.


namespace NanoTcp.Tcp
{
    /// <summary>
    /// The one timer of what waits for an answer: the retransmission timer (RFC 6298 §5), or the persist timer of a closed window (RFC 9293 §3.8.6.1).
    /// </summary>
    internal static class RetransmissionTimer
    {
        internal static void Start(ControlBlock tcb)
        {
            long at = tcb.Stack.Now + tcb.Rto;
            if (tcb.Options.UserTimeout > 0)
            {
                at = UntilUserTimeout(tcb, at);
            }

            tcb.RetransmitAt = at;
            if (tcb.WakeAt > at)
            {
                tcb.Transport.Timers.Schedule(tcb, at);
            }
        }

        internal static void StartProbe(ControlBlock tcb)
        {
            int[] words = tcb.Words;
            if (words[Word.ProbeInterval] == 0)
            {
                words[Word.ProbeInterval] = tcb.Rto;
            }

            tcb.RetransmitAt = UntilUserTimeout(tcb, tcb.Stack.Now + words[Word.ProbeInterval]);
            tcb.Transport.Timers.Schedule(tcb, tcb.RetransmitAt);
        }

        private static long UntilUserTimeout(ControlBlock tcb, long at)
        {
            if (tcb.Options.UserTimeout == 0)
            {
                return at;
            }

            int waited = (tcb.Marks & Mark.BackedOff) == 0 ? 0 : (int)tcb.Stack.Now - tcb.Words[Word.WaitingSince];
            long end = tcb.Stack.Now + tcb.Options.UserTimeout - waited;
            return end < at ? end : at;
        }
    }
}
