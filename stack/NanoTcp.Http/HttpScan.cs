// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Http
{
    /// <summary>Looks for the ends of lines and words in the head of a request. Behind the head stands a control character, which ends every search.</summary>
    internal static class HttpScan
    {
        /// <summary>The bit that makes a letter lower case. It makes no other character that a name can have equal to a letter or a hyphen.</summary>
        internal const int LowerCase = 0x20;

        /// <summary>Whether an empty line, which a head ends with, ends in those of the bytes that are from an offset on.</summary>
        internal static bool HasEmptyLine(byte[] buffer, int from, int length)
        {
            for (int i = from; i < length; i++)
            {
                if (buffer[i] == '\n')
                {
                    int before = i > 0 && buffer[i - 1] == '\r' ? i - 2 : i - 1;
                    if (before >= 0 && buffer[before] == '\n')
                    {
                        return true;
                    }
                }
            }

            return false;
        }

        /// <summary>Where the first control character stands that is no tab.</summary>
        internal static int LineEnd(byte[] buffer, int offset)
        {
            int value = buffer[offset];
            while ((value >= ' ' && value != 127) || value == '\t')
            {
                value = buffer[++offset];
            }

            return offset;
        }

        /// <summary>Where the first character stands that is not part of a token.</summary>
        internal static int TokenEnd(byte[] buffer, int offset)
        {
            while (IsOfToken(buffer[offset]))
            {
                offset++;
            }

            return offset;
        }

        /// <summary>Where the next space stands, or the end of the line.</summary>
        internal static int WordEnd(byte[] buffer, int offset)
        {
            while (buffer[offset] > ' ')
            {
                offset++;
            }

            return offset;
        }

        /// <summary>Where the first character stands that is neither space nor tab.</summary>
        internal static int SkipSpace(byte[] buffer, int offset)
        {
            while (buffer[offset] == ' ' || buffer[offset] == '\t')
            {
                offset++;
            }

            return offset;
        }

        /// <summary>Where the spaces and tabs begin that a text ends with.</summary>
        internal static int TrimSpace(byte[] buffer, int start, int end)
        {
            while (end > start && (buffer[end - 1] == ' ' || buffer[end - 1] == '\t'))
            {
                end--;
            }

            return end;
        }

        /// <summary>Where a character stands first; the end when it does not.</summary>
        internal static int IndexOf(byte[] buffer, char value, int start, int end)
        {
            while (start < end && buffer[start] != value)
            {
                start++;
            }

            return start;
        }

        /// <summary>Whether that is the text, which is given in lower case.</summary>
        internal static bool IsText(byte[] buffer, int start, int end, byte[] text)
        {
            return end - start == text.Length && StartsWith(buffer, start, text, LowerCase);
        }

        /// <summary>Whether a text stands there, with those bits set in each byte that is compared with it.</summary>
        internal static bool StartsWith(byte[] buffer, int start, byte[] text, int setBits)
        {
            for (int i = 0; i < text.Length; i++)
            {
                if ((buffer[start + i] | setBits) != text[i])
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>A decimal digit.</summary>
        internal static bool IsDigit(int value)
        {
            return value >= '0' && value <= '9';
        }

        /// <summary>Part of a token: letters, digits and some marks (RFC 9110 §5.6.2).</summary>
        internal static bool IsOfToken(int value)
        {
            if ((value >= 'a' && value <= 'z') || (value >= 'A' && value <= 'Z') || (value >= '0' && value <= '9'))
            {
                return true;
            }

            switch (value)
            {
                case '!':
                case '#':
                case '$':
                case '%':
                case '&':
                case '\'':
                case '*':
                case '+':
                case '-':
                case '.':
                case '^':
                case '_':
                case '`':
                case '|':
                case '~':
                    return true;
                default:
                    return false;
            }
        }

        /// <summary>Part of a host's name or address, with its port.</summary>
        internal static bool IsOfHost(int value)
        {
            return IsOfToken(value) || value == ':' || value == '[' || value == ']';
        }
    }
}
