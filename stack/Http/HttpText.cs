// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Http
{
    /// <summary>Turns text into bytes when an application starts, so that no string is touched while requests are served.</summary>
    public static class HttpText
    {
        /// <summary>The bytes of a text that holds nothing but ASCII.</summary>
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

        /// <summary>Writes a number that is not negative in decimal digits and returns the offset behind the last one.</summary>
        public static int WriteDecimal(byte[] buffer, int offset, int value)
        {
            int end = offset + 1;
            for (int rest = value / 10; rest > 0; rest /= 10)
            {
                end++;
            }

            for (int i = end - 1; i >= offset; i--)
            {
                buffer[i] = (byte)('0' + (value % 10));
                value /= 10;
            }

            return end;
        }
    }
}
