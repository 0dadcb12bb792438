// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Wire;

namespace System.Net
{
    /// <summary>IPv6 addresses as text: RFC 4291 §2.2 for reading, RFC 5952 for writing.</summary>
    internal static class IPv6Text
    {
        private const int Length = 16;
        private const int Groups = 8;

        // Where an IPv4 address stands in its IPv6 form.
        private const int MappedAt = 12;

        /// <summary>Whether 16 bytes are an IPv4 address in the form of IPv6, ::ffff:0:0/96 (RFC 4291 §2.5.5.2).</summary>
        internal static bool IsMapped(byte[] address)
        {
            for (int i = 0; i < MappedAt; i++)
            {
                if (address[i] != (i < MappedAt - 2 ? 0 : 0xFF))
                {
                    return false;
                }
            }

            return true;
        }

        /// <summary>Reads an address and the number of its zone behind a percent sign (RFC 4007 §11). False: it is none.</summary>
        internal static bool TryParse(string text, byte[] address, out long scopeId)
        {
            scopeId = 0;
            int end = text.IndexOf('%');
            if (end < 0)
            {
                end = text.Length;
            }
            else if (!TryParseZone(text, end + 1, out scopeId))
            {
                return false;
            }

            // Where the next group is written, and where the groups after "::" begin.
            int length = 0;
            int gap = -1;
            int position = 0;
            while (position < end)
            {
                if (text[position] == ':')
                {
                    // A colon stands behind a group, or begins "::".
                    bool isGap = position + 1 < end && text[position + 1] == ':';
                    if (isGap)
                    {
                        if (gap >= 0)
                        {
                            return false;
                        }

                        gap = length;
                        position += 2;
                        if (position == end)
                        {
                            break;
                        }
                    }
                    else if (position == 0)
                    {
                        return false;
                    }
                    else
                    {
                        position++;
                    }
                }
                else if (position != 0)
                {
                    return false;
                }

                int stop = position;
                while (stop < end && text[stop] != ':')
                {
                    stop++;
                }

                int read = ReadGroup(text, position, stop, stop == end, address, length);
                if (read == 0)
                {
                    return false;
                }

                length += read;
                position = stop;
            }

            if (gap < 0)
            {
                return length == Length;
            }

            if (length >= Length)
            {
                return false;
            }

            int moved = length - gap;
            Array.Copy(address, gap, address, Length - moved, moved);
            Array.Clear(address, gap, Length - length);
            return true;
        }

        /// <summary>Writes an address, and its zone unless that is 0.</summary>
        internal static string ToString(byte[] address, long scopeId)
        {
            string zone = scopeId == 0 ? string.Empty : "%" + scopeId.ToString();
            if (IsMapped(address))
            {
                // RFC 5952 §5
                return "::ffff:" + IPv4Address.ToString(BigEndian.ReadUInt32(address, MappedAt)) + zone;
            }

            FindLongestZeros(address, out int zerosAt, out int zerosEnd);
            string text = string.Empty;
            for (int i = 0; i < Groups; i++)
            {
                if (i == zerosAt)
                {
                    text += "::";
                    i = zerosEnd - 1;
                    continue;
                }

                if (i != 0 && i != zerosEnd)
                {
                    text += ":";
                }

                text += ToHex(address[2 * i] << 8 | address[2 * i + 1]);
            }

            return text + zone;
        }

        /// <summary>Reads a group of up to four hexadecimal digits, or at the end an IPv4 address. Returns its bytes; 0: it is none.</summary>
        private static int ReadGroup(string text, int start, int stop, bool isLast, byte[] address, int length)
        {
            if (isLast && text.IndexOf('.', start) >= 0)
            {
                if (length > Length - 4 || !IPv4Address.TryParse(text.Substring(start, stop - start), out uint ipv4))
                {
                    return 0;
                }

                BigEndian.WriteUInt32(address, length, ipv4);
                return 4;
            }

            if (stop == start || stop - start > 4 || length > Length - 2)
            {
                return 0;
            }

            int value = 0;
            for (int i = start; i < stop; i++)
            {
                int digit = HexDigit(text[i]);
                if (digit < 0)
                {
                    return 0;
                }

                value = value << 4 | digit;
            }

            address[length] = (byte)(value >> 8);
            address[length + 1] = (byte)value;
            return 2;
        }

        private static bool TryParseZone(string text, int start, out long scopeId)
        {
            scopeId = 0;
            for (int i = start; i < text.Length; i++)
            {
                char c = text[i];
                if (c < '0' || c > '9')
                {
                    return false;
                }

                scopeId = scopeId * 10 + (c - '0');
                if (scopeId > 0xFFFFFFFF)
                {
                    return false;
                }
            }

            return start < text.Length;
        }

        /// <summary>The first of the longest runs of two or more groups of zero, which "::" replaces (RFC 5952 §4.2). -1: there is none.</summary>
        private static void FindLongestZeros(byte[] address, out int start, out int end)
        {
            start = -1;
            end = 0;
            int longest = 1;
            int length = 0;
            for (int i = 0; i < Groups; i++)
            {
                length = (address[2 * i] | address[2 * i + 1]) == 0 ? length + 1 : 0;
                if (length > longest)
                {
                    longest = length;
                    start = i + 1 - length;
                    end = i + 1;
                }
            }
        }

        private static int HexDigit(char c)
        {
            if (c >= '0' && c <= '9')
            {
                return c - '0';
            }

            c = (char)(c | 0x20);
            return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
        }

        // Lower case without leading zeros (RFC 5952 §4.1 and §4.3).
        private static string ToHex(int value)
        {
            string text = string.Empty;
            do
            {
                int digit = value & 15;
                text = ((char)(digit < 10 ? '0' + digit : 'a' + digit - 10)).ToString() + text;
                value >>= 4;
            }
            while (value != 0);
            return text;
        }
    }
}
