// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tcp
{
    /// <summary>Text that has arrived: the buffer that puts it in order, text behind a hole, and text that came twice. RCV.NXT moves here.</summary>
    internal static class Reassembly
    {
        /// <summary>Where the ranges that arrived out of order stand in <see cref="ControlBlock.Words"/>.</summary>
        internal const int List = Word.Count;

        /// <summary>The other end's SYN has come.</summary>
        internal static void Begin(ControlBlock tcb, uint irs)
        {
            tcb.Words[Word.Irs] = (int)irs;
            tcb.RcvNxt = irs + 1;
        }

        /// <summary>Takes text that is the next.</summary>
        internal static void Append(ControlBlock tcb, byte[] data, int offset, int length)
        {
            if ((tcb.Marks & Mark.ReceiveShutdown) == 0)
            {
                Ring.Write(tcb.ReceiveBuffer, tcb.ReceiveHead + tcb.ReceiveCount, data, offset, length);
                tcb.ReceiveCount += length;
            }

            tcb.RcvNxt += (uint)length;
        }

        /// <summary>Keeps text that is out of order, if there is a range left for it, and reports at once what is missing (RFC 5681 §4.2).</summary>
        internal static void Keep(ControlBlock tcb, byte[] data, int offset, int length, uint sequence)
        {
            tcb.Marks |= Mark.AckNow;
            tcb.Count(TcpCounter.OutOfOrder);
            if ((tcb.Marks & Mark.ReceiveShutdown) != 0
                || !Ranges.Add(tcb.Words, List, tcb.Transport.SackRanges, sequence, sequence + (uint)length, true))
            {
                tcb.Count(TcpCounter.OutOfOrderDropped);
                return;
            }

            tcb.Marks |= Mark.OutOfOrder;
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
            int[] words = tcb.Words;
            int index = 0;
            while (index < words[List])
            {
                if ((int)(Ranges.Start(words, List, index) - tcb.RcvNxt) > 0)
                {
                    index++;
                    continue;
                }

                int more = (int)(Ranges.End(words, List, index) - tcb.RcvNxt);
                if (more > 0)
                {
                    tcb.ReceiveCount += more;
                    tcb.RcvNxt += (uint)more;
                }

                // Another range that begins here would have been joined with this one.
                Ranges.Remove(words, List, index);
            }

            if (words[List] == 0)
            {
                tcb.Marks &= ~Mark.OutOfOrder;
            }
        }

        /// <summary>The other end's FIN has come before what precedes it.</summary>
        internal static void KeepFin(ControlBlock tcb, uint sequence)
        {
            tcb.Marks |= Mark.EarlyFin;
            tcb.Words[Word.EarlyFin] = (int)sequence;
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
            tcb.Words[List] = 0;
            tcb.Marks &= ~(Mark.OutOfOrder | Mark.EarlyFin);
        }

        /// <summary>Text has come twice. The next acknowledgment reports it (RFC 2883).</summary>
        internal static void NoteDuplicate(ControlBlock tcb, uint start, uint end)
        {
            int[] words = tcb.Words;
            if ((tcb.Marks & (Mark.Sack | Mark.DuplicateText)) == Mark.Sack && (int)(end - start) > 0 && (int)(start - (uint)words[Word.Irs]) > 0)
            {
                tcb.Marks |= Mark.DuplicateText;
                words[Word.DuplicateStart] = (int)start;
                words[Word.DuplicateEnd] = (int)end;
            }
        }

        /// <summary>The same for text beyond a hole. The first part that came twice is reported.</summary>
        internal static void NoteDuplicateAhead(ControlBlock tcb, uint start, uint end)
        {
            uint first = end;
            uint firstEnd = end;
            for (int i = 0; i < tcb.Words[List]; i++)
            {
                uint from = Ranges.Start(tcb.Words, List, i);
                uint to = Ranges.End(tcb.Words, List, i);
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
            tcb.Marks &= ~Mark.DuplicateText;
        }
    }
}
