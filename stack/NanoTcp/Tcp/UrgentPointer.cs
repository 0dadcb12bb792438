// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tcp
{
    /// <summary>Urgent text of both ends (RFC 9293 §3.8.5): SND.UP and RCV.UP. It stands in line with the rest (RFC 6093 §3.1).</summary>
    internal static class UrgentPointer
    {
        /// <summary>Everything that the application has written so far is urgent. The other end learns of it at once.</summary>
        internal static void Announce(ControlBlock tcb)
        {
            tcb.Flags |= ConnectionFlag.UrgentOut | ConnectionFlag.AckNow;
            tcb.Variables[Variable.SndUp] = (int)(tcb.SndUna + (uint)tcb.SendCount);
        }

        /// <summary>The other end has acknowledged everything before a number.</summary>
        internal static void AckArrives(ControlBlock tcb, uint acknowledgment)
        {
            if ((tcb.Flags & ConnectionFlag.UrgentOut) != 0 && (int)(acknowledgment - (uint)tcb.Variables[Variable.SndUp]) >= 0)
            {
                tcb.Flags &= ~ConnectionFlag.UrgentOut;
            }
        }

        /// <summary>The other end's text is urgent up to a number: the one behind the last urgent byte (RFC 6093).</summary>
        internal static void Arrives(ControlBlock tcb, uint end)
        {
            if ((int)(end - tcb.RcvNxt) > 0 && ((tcb.Flags & ConnectionFlag.UrgentIn) == 0 || (int)(end - (uint)tcb.Variables[Variable.RcvUp]) > 0))
            {
                tcb.Flags |= ConnectionFlag.UrgentIn;
                tcb.Variables[Variable.RcvUp] = (int)end;
            }
        }

        /// <summary>Bytes of the other end's urgent text that the application has not read.</summary>
        internal static int Count(ControlBlock tcb)
        {
            int ahead = (tcb.Flags & ConnectionFlag.UrgentIn) == 0 ? 0 : (int)((uint)tcb.Variables[Variable.RcvUp] - (tcb.RcvNxt - (uint)tcb.ReceiveCount));
            if (ahead > 0)
            {
                return ahead;
            }

            // The urgent text is read. Without this it would count as ahead again when sequence numbers have gone half around.
            tcb.Flags &= ~ConnectionFlag.UrgentIn;
            return 0;
        }
    }
}
