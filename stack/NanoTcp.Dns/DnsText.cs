// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Wire;

namespace NanoTcp.Dns
{
    /// <summary>
    /// Names as text: labels with dots between them, in UTF-8 (RFC 5198, RFC 6762 §16). A backslash takes away the meaning of a dot or backslash behind
    /// it, and stands in front of three decimal digits for a byte (RFC 1035 §5.1).
    /// </summary>
    public static class DnsText
    {
        private const int Replacement = 0xFFFD;

        /// <summary>The wire form of a name, in an array of its length.</summary>
        /// <exception cref="ArgumentNullException">There is no text.</exception>
        /// <exception cref="FormatException">The text is no name.</exception>
        public static byte[] ToName(string text)
        {
            byte[] buffer = new byte[DnsName.MaxLength];
            byte[] name = new byte[ToName(text, buffer, 0)];
            if (name.Length == 0)
            {
                throw new FormatException("'" + text + "' is no name: labels of 1 to 63 bytes with dots between them, 253 bytes at most.");
            }

            Array.Copy(buffer, name, name.Length);
            return name;
        }

        /// <summary>Writes the wire form of a name. A dot at its end changes nothing, and the empty text is the root. Allocates nothing.</summary>
        /// <param name="text">The name.</param>
        /// <param name="name">Gets the wire form.</param>
        /// <param name="offset">Where it begins.</param>
        /// <returns>Bytes of the wire form; 0: the text is no name, or there is no room.</returns>
        /// <exception cref="ArgumentNullException">There is no text, or no array.</exception>
        public static int ToName(string text, byte[] name, int offset)
        {
            if (text == null || name == null)
            {
                Throw.ArgumentNull();
            }

            int end = name!.Length - offset < DnsName.MaxLength ? name.Length : offset + DnsName.MaxLength;
            int label = offset;
            int at = offset + 1;
            int length = text!.Length;
            for (int i = 0; i < length; i++)
            {
                int c = text[i];
                if (c == '.')
                {
                    if (at == label + 1)
                    {
                        // No label is empty. The text "." is the root.
                        return length == 1 ? End(name, offset, label, end) : 0;
                    }

                    if (!CloseLabel(name, label, at, end))
                    {
                        return 0;
                    }

                    label = at++;
                    continue;
                }

                if (c == '\\')
                {
                    if (++i == length)
                    {
                        return 0;
                    }

                    c = text[i];
                    if (IsDigit(c))
                    {
                        int value = i + 2 < length && IsDigit(text[i + 1]) && IsDigit(text[i + 2])
                            ? (c - '0') * 100 + (text[i + 1] - '0') * 10 + text[i + 2] - '0' : 256;
                        if (value > 255 || at >= end)
                        {
                            return 0;
                        }

                        name[at++] = (byte)value;
                        i += 2;
                        continue;
                    }
                }

                at = WriteCharacter(text, ref i, name, at, end);
                if (at < 0)
                {
                    return 0;
                }
            }

            if (at > label + 1)
            {
                if (!CloseLabel(name, label, at, end))
                {
                    return 0;
                }

                label = at;
            }

            return End(name, offset, label, end);
        }

        /// <summary>Writes a text as one label, whatever it contains, as for a service instance of DNS-SD (RFC 6763 §4.1.1). Allocates nothing.</summary>
        /// <param name="text">1 to 63 bytes in UTF-8.</param>
        /// <param name="name">Gets the label, with its length in front.</param>
        /// <param name="offset">Where it begins.</param>
        /// <returns>Bytes written; 0: the text is no label, or there is no room.</returns>
        /// <exception cref="ArgumentNullException">There is no text, or no array.</exception>
        public static int ToLabel(string text, byte[] name, int offset)
        {
            int length = ToUtf8(text, name, offset + 1);
            if (length < 1 || length > DnsName.MaxLabel)
            {
                return 0;
            }

            name[offset] = (byte)length;
            return length + 1;
        }

        /// <summary>Writes a text in UTF-8. Allocates nothing.</summary>
        /// <returns>Bytes written; -1: there is no room.</returns>
        /// <exception cref="ArgumentNullException">There is no text, or no buffer.</exception>
        public static int ToUtf8(string text, byte[] buffer, int offset)
        {
            if (text == null || buffer == null)
            {
                Throw.ArgumentNull();
            }

            int at = offset;
            for (int i = 0; i < text!.Length; i++)
            {
                at = WriteCharacter(text, ref i, buffer!, at, buffer!.Length);
                if (at < 0)
                {
                    return -1;
                }
            }

            return at - offset;
        }

        /// <summary>The text of a name in wire form, without a dot at its end; "." for the root.</summary>
        /// <exception cref="FormatException">These bytes are no name in wire form.</exception>
        public static string ToText(byte[] name, int offset)
        {
            ArgumentNullException.ThrowIfNull(name, nameof(name));
            byte[] plain = new byte[DnsName.MaxLength];
            int length = DnsName.Expand(name, name.Length, offset, plain, 0);
            if (length == 0)
            {
                throw new FormatException();
            }

            // A byte becomes four characters at most.
            char[] text = new char[4 * length];
            int count = 0;
            int at = 0;
            while (plain[at] != 0)
            {
                if (count > 0)
                {
                    text[count++] = '.';
                }

                int end = at + 1 + plain[at];
                at++;
                while (at < end)
                {
                    at = ReadCharacter(plain, at, end, text, ref count);
                }
            }

            return count == 0 ? "." : new string(text, 0, count);
        }

        private static bool IsDigit(int c)
        {
            return (uint)(c - '0') <= 9;
        }

        private static bool CloseLabel(byte[] name, int label, int at, int end)
        {
            int length = at - label - 1;
            if (length > DnsName.MaxLabel || at >= end)
            {
                return false;
            }

            name[label] = (byte)length;
            return true;
        }

        private static int End(byte[] name, int offset, int at, int end)
        {
            if (at >= end)
            {
                return 0;
            }

            name[at] = 0;
            return at + 1 - offset;
        }

        /// <summary>Writes the character that begins at an index, which then is that of its last part. Returns the offset behind it; -1: no room.</summary>
        private static int WriteCharacter(string text, ref int index, byte[] buffer, int at, int end)
        {
            int c = text[index];
            if ((c & 0xF800) == 0xD800)
            {
                // Two surrogates are a character. One alone is none.
                int low = index + 1 < text.Length ? text[index + 1] : 0;
                if (c < 0xDC00 && (low & 0xFC00) == 0xDC00)
                {
                    c = 0x10000 + ((c & 0x3FF) << 10) + (low & 0x3FF);
                    index++;
                }
                else
                {
                    c = Replacement;
                }
            }

            int more = c < 0x80 ? 0 : c < 0x800 ? 1 : c < 0x10000 ? 2 : 3;
            if (at + more >= end)
            {
                return -1;
            }

            buffer[at++] = (byte)(more == 0 ? c : (0xFF00 >> (more + 1) & 0xFF) | (c >> 6 * more));
            while (more > 0)
            {
                buffer[at++] = (byte)(0x80 | (c >> 6 * --more & 0x3F));
            }

            return at;
        }

        /// <summary>Reads a character of a label, with a backslash where it needs one. Returns the offset behind it.</summary>
        private static int ReadCharacter(byte[] label, int at, int end, char[] text, ref int count)
        {
            int first = label[at];
            if (first >= ' ' && first < 0x7F)
            {
                if (first == '.' || first == '\\')
                {
                    text[count++] = '\\';
                }

                text[count++] = (char)first;
                return at + 1;
            }

            int more = first >= 0xC2 && first < 0xE0 ? 1 : (first & 0xF0) == 0xE0 ? 2 : first >= 0xF0 && first < 0xF5 ? 3 : 0;
            int c = first & (0x3F >> more);
            int next = at + 1;
            while (more > 0 && next <= at + more && next < end && (label[next] & 0xC0) == 0x80)
            {
                c = (c << 6) | (label[next++] & 0x3F);
            }

            bool isWhole = more > 0 && next == at + more + 1;
            if (!isWhole || c < (more == 2 ? 0x800 : more == 3 ? 0x10000 : 0) || (c & 0x1FF800) == 0xD800 || c > 0x10FFFF)
            {
                // No character: the byte in decimal digits.
                text[count++] = '\\';
                text[count++] = (char)('0' + (first / 100));
                text[count++] = (char)('0' + (first / 10 % 10));
                text[count++] = (char)('0' + (first % 10));
                return at + 1;
            }

            if (c >= 0x10000)
            {
                text[count++] = (char)(0xD7C0 + (c >> 10));
                text[count++] = (char)(0xDC00 | (c & 0x3FF));
            }
            else
            {
                text[count++] = (char)c;
            }

            return next;
        }
    }
}
