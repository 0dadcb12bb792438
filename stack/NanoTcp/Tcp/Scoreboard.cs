// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tcp
{
    /// <summary>RFC 6675's scoreboard: the text that the other end has acknowledged selectively (RFC 2018), and the conclusions for the rest.</summary>
    internal static class Scoreboard
    {
        /// <summary>Duplicate acknowledgments, or segments acknowledged behind one, that say that it is lost: DupThresh (RFC 6675 §2).</summary>
        internal const int DuplicateThreshold = 3;

        /// <summary>Where the ranges stand in <see cref="ControlBlock.Variables"/>.</summary>
        internal static int List(ControlBlock tcb)
        {
            return Reassembly.List + tcb.Transport.RangesSize;
        }

        /// <summary>The other end has a range. False when there is no room to remember it.</summary>
        internal static bool Add(ControlBlock tcb, uint start, uint end)
        {
            return Ranges.Add(tcb.Variables, List(tcb), tcb.Transport.SackRanges, start, end, false);
        }

        /// <summary>The other end has everything before a number.</summary>
        internal static void RemoveBefore(ControlBlock tcb, uint acknowledgment)
        {
            Ranges.RemoveBefore(tcb.Variables, List(tcb), acknowledgment);
        }

        /// <summary>A retransmission timeout: whether anything is left of what the other end has acknowledged selectively.</summary>
        internal static bool SurvivesTimeout(ControlBlock tcb)
        {
            int[] variables = tcb.Variables;
            int list = List(tcb);
            if (variables[list] > 0 && Ranges.Start(variables, list, 0) == tcb.SndUna)
            {
                // It has thrown away what it had acknowledged (RFC 2018 §8).
                variables[list] = 0;
            }

            return variables[list] > 0;
        }

        /// <summary>Bytes before a number that the other end has acknowledged selectively, in whole ranges.</summary>
        internal static int CountBefore(ControlBlock tcb, uint sequence)
        {
            int[] variables = tcb.Variables;
            int list = List(tcb);
            int count = 0;
            for (int i = 0; i < variables[list]; i++)
            {
                uint end = Ranges.End(variables, list, i);
                count += (int)(end - sequence) <= 0 ? (int)(end - Ranges.Start(variables, list, i)) : 0;
            }

            return count;
        }

        /// <summary>Whether the other end has acknowledged something behind a number selectively: what stands there may be lost.</summary>
        internal static bool MayBeLost(ControlBlock tcb, uint sequence)
        {
            int[] variables = tcb.Variables;
            int list = List(tcb);
            return variables[list] > 0 && (int)(sequence - Ranges.Start(variables, list, variables[list] - 1)) < 0;
        }

        /// <summary>Skips text that the pass before has sent again, and text that the other end has.</summary>
        internal static uint NextHole(ControlBlock tcb, uint next)
        {
            int[] variables = tcb.Variables;
            if ((int)(next - (uint)variables[Variable.SkipFrom]) >= 0 && (int)(next - (uint)variables[Variable.SkipTo]) < 0)
            {
                next = (uint)variables[Variable.SkipTo];
            }

            return Ranges.FirstOutside(variables, List(tcb), next);
        }

        /// <summary>The start of the next text that the other end has, or of text that was never sent.</summary>
        internal static uint NextStart(ControlBlock tcb, uint sequence)
        {
            for (int i = 0; i < tcb.Variables[List(tcb)]; i++)
            {
                uint start = Ranges.Start(tcb.Variables, List(tcb), i);
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
            for (int i = 0; i < tcb.Variables[scoreboard]; i++)
            {
                pipe += InNetwork(tcb, from, Ranges.Start(tcb.Variables, scoreboard, i), lost);
                from = Ranges.End(tcb.Variables, scoreboard, i);
            }

            return pipe + InNetwork(tcb, from, tcb.SndNxt, lost);
        }

        /// <summary>In a hole these are the bytes that are not lost, and the lost bytes that were sent again.</summary>
        private static int InNetwork(ControlBlock tcb, uint start, uint end, uint lost)
        {
            return Overlap(start, end, lost, end)
                + Overlap(start, end, start, (int)((uint)tcb.Variables[Variable.HighRxt] - lost) < 0 ? (uint)tcb.Variables[Variable.HighRxt] : lost)
                + Overlap(start, end, (uint)tcb.Variables[Variable.SkipFrom], (uint)tcb.Variables[Variable.SkipTo]);
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
            int count = tcb.Variables[scoreboard];
            for (int i = count - 1; i >= 0; i--)
            {
                acknowledged += (int)(Ranges.End(tcb.Variables, scoreboard, i) - Ranges.Start(tcb.Variables, scoreboard, i));
                if (count - i >= DuplicateThreshold || acknowledged > (DuplicateThreshold - 1) * tcb.SndMss)
                {
                    return Ranges.Start(tcb.Variables, scoreboard, i);
                }
            }

            return tcb.SndUna;
        }
    }
}
