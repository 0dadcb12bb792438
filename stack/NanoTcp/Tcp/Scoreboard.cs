// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tcp
{
    /// <summary>RFC 6675's scoreboard: the text that the other end has acknowledged selectively (RFC 2018), and the conclusions for the rest.</summary>
    internal static class Scoreboard
    {
        /// <summary>Duplicate acknowledgments, or segments acknowledged behind one, that say that it is lost: DupThresh (RFC 6675 §2).</summary>
        internal const int DuplicateThreshold = 3;

        /// <summary>Where the ranges stand in <see cref="ControlBlock.Words"/>.</summary>
        internal static int List(ControlBlock tcb)
        {
            return Reassembly.List + tcb.Transport.RangesSize;
        }

        /// <summary>The other end has a range. False when there is no room to remember it.</summary>
        internal static bool Add(ControlBlock tcb, uint start, uint end)
        {
            return Ranges.Add(tcb.Words, List(tcb), tcb.Transport.SackRanges, start, end, false);
        }

        /// <summary>The other end has everything before a number.</summary>
        internal static void RemoveBefore(ControlBlock tcb, uint acknowledgment)
        {
            Ranges.RemoveBefore(tcb.Words, List(tcb), acknowledgment);
        }

        /// <summary>A retransmission timeout: whether anything is left of what the other end has acknowledged selectively.</summary>
        internal static bool SurvivesTimeout(ControlBlock tcb)
        {
            int[] words = tcb.Words;
            int list = List(tcb);
            if (words[list] > 0 && Ranges.Start(words, list, 0) == tcb.SndUna)
            {
                // It has thrown away what it had acknowledged (RFC 2018 §8).
                words[list] = 0;
            }

            return words[list] > 0;
        }

        /// <summary>Bytes before a number that the other end has acknowledged selectively, in whole ranges.</summary>
        internal static int CountBefore(ControlBlock tcb, uint sequence)
        {
            int[] words = tcb.Words;
            int list = List(tcb);
            int count = 0;
            for (int i = 0; i < words[list]; i++)
            {
                uint end = Ranges.End(words, list, i);
                count += (int)(end - sequence) <= 0 ? (int)(end - Ranges.Start(words, list, i)) : 0;
            }

            return count;
        }

        /// <summary>Whether the other end has acknowledged something behind a number selectively: what stands there may be lost.</summary>
        internal static bool MayBeLost(ControlBlock tcb, uint sequence)
        {
            int[] words = tcb.Words;
            int list = List(tcb);
            return words[list] > 0 && (int)(sequence - Ranges.Start(words, list, words[list] - 1)) < 0;
        }

        /// <summary>Skips text that the pass before has sent again, and text that the other end has.</summary>
        internal static uint NextHole(ControlBlock tcb, uint next)
        {
            int[] words = tcb.Words;
            if ((int)(next - (uint)words[Word.SkipFrom]) >= 0 && (int)(next - (uint)words[Word.SkipTo]) < 0)
            {
                next = (uint)words[Word.SkipTo];
            }

            return Ranges.FirstOutside(words, List(tcb), next);
        }

        /// <summary>The start of the next text that the other end has, or of text that was never sent.</summary>
        internal static uint NextStart(ControlBlock tcb, uint sequence)
        {
            for (int i = 0; i < tcb.Words[List(tcb)]; i++)
            {
                uint start = Ranges.Start(tcb.Words, List(tcb), i);
                if ((int)(start - sequence) > 0)
                {
                    return start;
                }
            }

            return tcb.SndNxt;
        }

        /// <summary>pipe (RFC 6675 §4): what is taken to be in the network.</summary>
        internal static int Pipe(ControlBlock tcb)
        {
            int scoreboard = List(tcb);
            uint lost = LostEdge(tcb);
            uint from = tcb.SndUna;
            int pipe = 0;
            for (int i = 0; i < tcb.Words[scoreboard]; i++)
            {
                pipe += InNetwork(tcb, from, Ranges.Start(tcb.Words, scoreboard, i), lost);
                from = Ranges.End(tcb.Words, scoreboard, i);
            }

            return pipe + InNetwork(tcb, from, tcb.SndNxt, lost);
        }

        /// <summary>In a hole these are the bytes that are not lost, and the lost bytes that were sent again.</summary>
        private static int InNetwork(ControlBlock tcb, uint start, uint end, uint lost)
        {
            return Overlap(start, end, lost, end)
                + Overlap(start, end, start, (int)((uint)tcb.Words[Word.HighRxt] - lost) < 0 ? (uint)tcb.Words[Word.HighRxt] : lost)
                + Overlap(start, end, (uint)tcb.Words[Word.SkipFrom], (uint)tcb.Words[Word.SkipTo]);
        }

        private static int Overlap(uint start, uint end, uint from, uint to)
        {
            from = (int)(from - start) > 0 ? from : start;
            to = (int)(to - end) < 0 ? to : end;
            int overlap = (int)(to - from);
            return overlap > 0 ? overlap : 0;
        }

        /// <summary>Everything unacknowledged before this number is lost: IsLost of RFC 6675 §4. SND.UNA when nothing is.</summary>
        internal static uint LostEdge(ControlBlock tcb)
        {
            int scoreboard = List(tcb);
            int acknowledged = 0;
            int count = tcb.Words[scoreboard];
            for (int i = count - 1; i >= 0; i--)
            {
                acknowledged += (int)(Ranges.End(tcb.Words, scoreboard, i) - Ranges.Start(tcb.Words, scoreboard, i));
                if (count - i >= DuplicateThreshold || acknowledged > (DuplicateThreshold - 1) * tcb.SndMss)
                {
                    return Ranges.Start(tcb.Words, scoreboard, i);
                }
            }

            return tcb.SndUna;
        }
    }
}
