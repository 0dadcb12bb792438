// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace NanoTcp.Http
{
    /// <summary>Turns text into bytes when an application starts, so that no string is used while requests are served.</summary>
    public static class HttpText
    {
        // "00" to "99". This halves the divisions, and a number with two digits needs none.
        private static readonly byte[] s_pairs = MakePairs();

        /// <summary>The bytes of a text that is all ASCII.</summary>
        public static byte[] Ascii(string text)
        {
            char[] characters = text.ToCharArray();
            byte[] bytes = new byte[characters.Length];
            for (int i = 0; i < bytes.Length; i++)
            {
                bytes[i] = (byte)characters[i];
            }

            return bytes;
        }

        /// <summary>Writes a non-negative number in decimal digits and returns the offset behind the last digit.</summary>
        public static int WriteDecimal(byte[] buffer, int offset, int value)
        {
            if (value < 100)
            {
                if (value < 10)
                {
                    buffer[offset] = (byte)('0' + value);
                    return offset + 1;
                }
            }
            else
            {
                int hundreds = value / 100;
                value -= hundreds * 100;
                if (hundreds < 10)
                {
                    // As this is for most numbers, no call is made for it, nor for the next ones.
                    buffer[offset++] = (byte)('0' + hundreds);
                }
                else if (hundreds < 100)
                {
                    Array.Copy(s_pairs, hundreds << 1, buffer, offset, 2);
                    offset += 2;
                }
                else
                {
                    offset = WriteDecimal(buffer, offset, hundreds);
                }
            }

            Array.Copy(s_pairs, value << 1, buffer, offset, 2);
            return offset + 2;
        }

        /// <summary>Writes a number given in hundredths with two decimals, and returns the offset behind the last digit: -5 is "-0.05".</summary>
        public static int WriteHundredths(byte[] buffer, int offset, int value)
        {
            if (value < 0)
            {
                buffer[offset++] = (byte)'-';
                value = -value;
            }

            int whole = value / 100;
            offset = WriteDecimal(buffer, offset, whole);
            buffer[offset] = (byte)'.';
            Array.Copy(s_pairs, (value - (whole * 100)) << 1, buffer, offset + 1, 2);
            return offset + 3;
        }

        private static byte[] MakePairs()
        {
            byte[] pairs = new byte[200];
            for (int i = 0; i < 100; i++)
            {
                pairs[2 * i] = (byte)('0' + (i / 10));
                pairs[(2 * i) + 1] = (byte)('0' + (i % 10));
            }

            return pairs;
        }
    }
}
