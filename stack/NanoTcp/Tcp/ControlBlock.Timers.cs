// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tcp
{
    // Its timers. The heap knows only when the first may be due.
    internal sealed partial class ControlBlock
    {
        /// <summary>Called when a timer may be due. Returns the time of the next one.</summary>
        internal void TimersDue()
        {
            long now = Stack.Now;
            if (AckAt != 0 && now >= AckAt)
            {
                AckAt = 0;
                Flags |= ConnectionFlag.AckNow;
            }

            if (RetransmitAt != 0 && now >= RetransmitAt)
            {
                RetransmissionTimer.Expire(this);
                if ((Flags & ConnectionFlag.Attached) == 0)
                {
                    return;
                }
            }

            Sending.Flush(this);
            int checkAt = Variables[Variable.CheckAt];
            if (checkAt != 0 && (int)now - checkAt >= 0)
            {
                SlowTimers.Check(this);
                if ((Flags & ConnectionFlag.Attached) == 0)
                {
                    return;
                }

                checkAt = Variables[Variable.CheckAt];
            }

            long next = checkAt == 0 ? long.MaxValue : now + (checkAt - (int)now);
            if (AckAt != 0 && AckAt < next)
            {
                next = AckAt;
            }

            if (RetransmitAt != 0 && RetransmitAt < next)
            {
                next = RetransmitAt;
            }

            Transport.Timers.Postpone(this, next);
        }
    }
}
