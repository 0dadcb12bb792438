// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace NanoTcp.Tcp
{
    /// <summary>
    /// A bounded list of disjoint ranges of sequence numbers inside an <c>int[]</c>. The first word is their number. Each range has its first number
    /// and the one behind its last. A connection has two lists. One has the text that arrived out of order, the latest first. The other has the text
    /// that the other end acknowledged selectively (SACK), in order.
    /// </summary>
    internal static class Ranges
    {
        /// <summary>
        /// Adds a range and joins it with those that it touches. Its place is by the order of sequence numbers, or in front of all. False when there
        /// would be one range too many; then nothing has changed.
        /// </summary>
        internal static bool Add(int[] words, int list, int capacity, uint start, uint end, bool inFront)
        {
            int before = words[list];
            int index = 0;
            while (index < words[list])
            {
                if ((int)(start - End(words, list, index)) > 0 || (int)(end - Start(words, list, index)) < 0)
                {
                    index++;
                    continue;
                }

                start = (int)(Start(words, list, index) - start) < 0 ? Start(words, list, index) : start;
                end = (int)(End(words, list, index) - end) > 0 ? End(words, list, index) : end;
                Move(words, list, index + 1, index);
            }

            if (before == capacity && words[list] == before)
            {
                return false;
            }

            index = 0;
            while (!inFront && index < words[list] && (int)(Start(words, list, index) - start) < 0)
            {
                index++;
            }

            Move(words, list, index, index + 1);
            words[list + 1 + 2 * index] = (int)start;
            words[list + 2 + 2 * index] = (int)end;
            return true;
        }

        /// <summary>Removes a range.</summary>
        internal static void Remove(int[] words, int list, int index)
        {
            Move(words, list, index + 1, index);
        }

        /// <summary>Forgets everything before a number, in a list in the order of sequence numbers.</summary>
        internal static void RemoveBefore(int[] words, int list, uint sequence)
        {
            while (words[list] > 0 && (int)(End(words, list, 0) - sequence) <= 0)
            {
                Remove(words, list, 0);
            }

            if (words[list] > 0 && (int)(Start(words, list, 0) - sequence) < 0)
            {
                words[list + 1] = (int)sequence;
            }
        }

        internal static uint Start(int[] words, int list, int index)
        {
            return (uint)words[list + 1 + 2 * index];
        }

        internal static uint End(int[] words, int list, int index)
        {
            return (uint)words[list + 2 + 2 * index];
        }

        /// <summary>The first number, from a given one on, that is in no range. The list is in the order of sequence numbers.</summary>
        internal static uint FirstOutside(int[] words, int list, uint start)
        {
            for (int i = 0; i < words[list]; i++)
            {
                if ((int)(start - Start(words, list, i)) >= 0 && (int)(start - End(words, list, i)) < 0)
                {
                    start = End(words, list, i);
                }
            }

            return start;
        }

        /// <summary>The same backwards: the number behind the last one that is in no range.</summary>
        internal static uint LastOutside(int[] words, int list, uint end)
        {
            for (int i = words[list] - 1; i >= 0; i--)
            {
                if ((int)(end - Start(words, list, i)) > 0 && (int)(end - End(words, list, i)) <= 0)
                {
                    end = Start(words, list, i);
                }
            }

            return end;
        }

        /// <summary>Moves the ranges from one index on to another one.</summary>
        private static void Move(int[] words, int list, int from, int to)
        {
            int count = words[list];
            Array.Copy(words, list + 1 + 2 * from, words, list + 1 + 2 * to, 2 * (count - from));
            words[list] = count + to - from;
        }
    }
}
