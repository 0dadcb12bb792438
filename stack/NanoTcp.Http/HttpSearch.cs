// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace NanoTcp.Http
{
    /// <summary>
    /// Looks for the few bytes that end something, and compares, eight bytes in a step: a loop over single bytes costs the device four times as much.
    /// </summary>
    internal static class HttpSearch
    {
        /// <summary>Bytes behind the searched ones that a step may read too.</summary>
        public const int Overrun = 8;

        /// <summary>Control characters, but for the last: all below the space.</summary>
        public const ulong Controls = 0x2020202020202020;

        /// <summary>Control characters, but for the last, and the space.</summary>
        public const ulong ControlsAndSpace = 0x2121212121212121;

        /// <summary>The last control character.</summary>
        public const ulong Delete = 0;

        /// <summary>The last control character and the question mark, which differ in one bit.</summary>
        public const ulong DeleteAndQuestionMark = 0x4040404040404040;

        private const ulong LastControl = 0x7F7F7F7F7F7F7F7F;
        private const ulong Ones = 0x0101010101010101;
        private const ulong TopBits = 0x8080808080808080;

        /// <summary>
        /// Where the first byte stands that is less than the limit or, with the given bits set, the last control character. Limit, below 128, and bits are
        /// given eight times over. There must be one.
        /// </summary>
        public static int Find(byte[] buffer, int offset, ulong limit, ulong setBits)
        {
            for (; ; )
            {
                // A byte below 128 that borrows gets its top bit set. A borrow can spoil the bytes above the first that is found, never those below.
                ulong eight = BitConverter.ToUInt64(buffer, offset);
                ulong found = ((eight - limit) | (((eight | setBits) ^ LastControl) - Ones)) & ~eight & TopBits;
                if (found != 0)
                {
                    // All bits up to the first that is set, one of each byte of them, added up in the top byte: how many bytes that is.
                    return offset + (int)((((found - 1) ^ found) & Ones) * Ones >> 56) - 1;
                }

                offset += 8;
            }
        }

        /// <summary>Where the first control character stands: the same as Find with <see cref="Controls"/> and <see cref="Delete"/>, for each line.</summary>
        public static int FindControl(byte[] buffer, int offset)
        {
            for (; ; )
            {
                ulong eight = BitConverter.ToUInt64(buffer, offset);
                ulong found = ((eight - Controls) | ((eight ^ LastControl) - Ones)) & ~eight & TopBits;
                if (found != 0)
                {
                    return offset + (int)((((found - 1) ^ found) & Ones) * Ones >> 56) - 1;
                }

                offset += 8;
            }
        }

        /// <summary>Whether an empty line, which a head ends with, ends in those of the bytes that are from the offset on.</summary>
        public static bool HasEmptyLine(byte[] buffer, int offset, int length)
        {
            buffer[length] = 0;
            for (int end = FindControl(buffer, offset); end < length; end = FindControl(buffer, end + 1))
            {
                int before = end > 0 && buffer[end - 1] == '\r' ? end - 2 : end - 1;
                if (buffer[end] == '\n' && before >= 0 && buffer[before] == '\n')
                {
                    return true;
                }
            }

            return false;
        }

        /// <summary>Whether two arrays start with the same bytes, eight of them or more.</summary>
        public static bool AreEqual(byte[] one, byte[] other, int length)
        {
            int last = length - 8;
            int i = 0;
            if (last >= 64)
            {
                // With offsets that are constants a step takes two thirds.
                if (BitConverter.ToUInt64(one, 0) != BitConverter.ToUInt64(other, 0)
                    || BitConverter.ToUInt64(one, 8) != BitConverter.ToUInt64(other, 8)
                    || BitConverter.ToUInt64(one, 16) != BitConverter.ToUInt64(other, 16)
                    || BitConverter.ToUInt64(one, 24) != BitConverter.ToUInt64(other, 24)
                    || BitConverter.ToUInt64(one, 32) != BitConverter.ToUInt64(other, 32)
                    || BitConverter.ToUInt64(one, 40) != BitConverter.ToUInt64(other, 40)
                    || BitConverter.ToUInt64(one, 48) != BitConverter.ToUInt64(other, 48)
                    || BitConverter.ToUInt64(one, 56) != BitConverter.ToUInt64(other, 56)
                    || BitConverter.ToUInt64(one, 64) != BitConverter.ToUInt64(other, 64))
                {
                    return false;
                }

                i = 72;
                if (last >= 96)
                {
                    if (BitConverter.ToUInt64(one, 72) != BitConverter.ToUInt64(other, 72)
                        || BitConverter.ToUInt64(one, 80) != BitConverter.ToUInt64(other, 80)
                        || BitConverter.ToUInt64(one, 88) != BitConverter.ToUInt64(other, 88)
                        || BitConverter.ToUInt64(one, 96) != BitConverter.ToUInt64(other, 96))
                    {
                        return false;
                    }

                    i = 104;
                }
            }

            for (int end = last - 24; i <= end; i += 32)
            {
                if (BitConverter.ToUInt64(one, i) != BitConverter.ToUInt64(other, i)
                    || BitConverter.ToUInt64(one, i + 8) != BitConverter.ToUInt64(other, i + 8)
                    || BitConverter.ToUInt64(one, i + 16) != BitConverter.ToUInt64(other, i + 16)
                    || BitConverter.ToUInt64(one, i + 24) != BitConverter.ToUInt64(other, i + 24))
                {
                    return false;
                }
            }

            for (; i < last; i += 8)
            {
                if (BitConverter.ToUInt64(one, i) != BitConverter.ToUInt64(other, i))
                {
                    return false;
                }
            }

            // What is left ends here, and may begin with what has been compared.
            return BitConverter.ToUInt64(one, last) == BitConverter.ToUInt64(other, last);
        }
    }
}
