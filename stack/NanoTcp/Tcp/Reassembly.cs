// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;

namespace NanoTcp.Tcp
{
    /// <summary>Text that has arrived: the buffer that puts it in order, text behind a hole, and text that came twice. RCV.NXT moves here.</summary>
    internal static class Reassembly
    {
        /// <summary>Where the ranges that arrived out of order stand in <see cref="ControlBlock.Variables"/>.</summary>
        internal const int List = Variable.Count;

        /// <summary>The other end's SYN has come.</summary>
        internal static void Begin(ControlBlock tcb, uint irs)
        {
            tcb.Variables[Variable.Irs] = (int)irs;
            tcb.RcvNxt = irs + 1;
        }

        /// <summary>Takes text that is the next.</summary>
        internal static void Append(ControlBlock tcb, byte[] data, int offset, int length)
        {
            if ((tcb.Flags & ConnectionFlag.ReceiveShutdown) == 0)
            {
                Ring.Write(tcb.ReceiveBuffer, tcb.ReceiveHead + tcb.ReceiveCount, data, offset, length);
                tcb.ReceiveCount += length;
            }

            tcb.RcvNxt += (uint)length;
        }

        /// <summary>Keeps text that is out of order, if there is a range left for it, and reports at once what is missing (RFC 5681 §4.2).</summary>
        internal static void Keep(ControlBlock tcb, byte[] data, int offset, int length, uint sequence)
        {
            tcb.Flags |= ConnectionFlag.AckNow;
            tcb.Count(TcpCounter.OutOfOrder);
            if ((tcb.Flags & ConnectionFlag.ReceiveShutdown) != 0
                || !Ranges.Add(tcb.Variables, List, tcb.Transport.SackRanges, sequence, sequence + (uint)length, true))
            {
                tcb.Count(TcpCounter.OutOfOrderDropped);
                return;
            }

            tcb.Flags |= ConnectionFlag.OutOfOrder;
            int ahead = (int)(sequence - tcb.RcvNxt);
            Ring.Write(tcb.ReceiveBuffer, tcb.ReceiveHead + tcb.ReceiveCount + ahead, data, offset, length);
            if (ahead > Scoreboard.DuplicateThreshold * tcb.SndMss)
            {
                // By now the sender has got three duplicates, and retransmits before it sends anything new.
                ReceiveWindow.KeepBack(tcb, 0);
            }
        }

        /// <summary>RCV.NXT has moved, so the text behind the hole may be next now.</summary>
        internal static void Join(ControlBlock tcb)
        {
            int[] variables = tcb.Variables;
            int index = 0;
            while (index < variables[List])
            {
                if ((int)(Ranges.Start(variables, List, index) - tcb.RcvNxt) > 0)
                {
                    index++;
                    continue;
                }

                int more = (int)(Ranges.End(variables, List, index) - tcb.RcvNxt);
                if (more > 0)
                {
                    tcb.ReceiveCount += more;
                    tcb.RcvNxt += (uint)more;
                }

                // Another range that begins here would have been joined with this one.
                Ranges.Remove(variables, List, index);
            }

            if (variables[List] == 0)
            {
                tcb.Flags &= ~ConnectionFlag.OutOfOrder;
            }
        }

        /// <summary>The other end's FIN has come before what precedes it.</summary>
        internal static void KeepFin(ControlBlock tcb, uint sequence)
        {
            tcb.Flags |= ConnectionFlag.EarlyFin;
            tcb.Variables[Variable.EarlyFin] = (int)sequence;
        }

        /// <summary>Takes the other end's FIN, which is the next.</summary>
        internal static void TakeFin(ControlBlock tcb)
        {
            tcb.RcvNxt++;
            Forget(tcb);
        }

        /// <summary>Nothing that stands behind a hole will be needed any more.</summary>
        internal static void Forget(ControlBlock tcb)
        {
            tcb.Variables[List] = 0;
            tcb.Flags &= ~(ConnectionFlag.OutOfOrder | ConnectionFlag.EarlyFin);
        }

        /// <summary>Text has come twice. The next acknowledgment reports it (RFC 2883).</summary>
        internal static void NoteDuplicate(ControlBlock tcb, uint start, uint end)
        {
            int[] variables = tcb.Variables;
            if ((tcb.Flags & (ConnectionFlag.Sack | ConnectionFlag.DuplicateText)) == ConnectionFlag.Sack && (int)(end - start) > 0 && (int)(start - (uint)variables[Variable.Irs]) > 0)
            {
                tcb.Flags |= ConnectionFlag.DuplicateText;
                variables[Variable.DuplicateStart] = (int)start;
                variables[Variable.DuplicateEnd] = (int)end;
            }
        }

        /// <summary>The same for text beyond a hole. The first part that came twice is reported.</summary>
        internal static void NoteDuplicateAhead(ControlBlock tcb, uint start, uint end)
        {
            uint first = end;
            uint firstEnd = end;
            for (int i = 0; i < tcb.Variables[List]; i++)
            {
                uint from = Ranges.Start(tcb.Variables, List, i);
                uint to = Ranges.End(tcb.Variables, List, i);
                from = (int)(start - from) > 0 ? start : from;
                to = (int)(end - to) < 0 ? end : to;
                if ((int)(to - from) > 0 && (int)(from - first) < 0)
                {
                    first = from;
                    firstEnd = to;
                }
            }

            NoteDuplicate(tcb, first, firstEnd);
        }

        /// <summary>An acknowledgment that is about to leave says what came twice.</summary>
        internal static void HasToldDuplicate(ControlBlock tcb)
        {
            tcb.Flags &= ~ConnectionFlag.DuplicateText;
        }
    }
}
