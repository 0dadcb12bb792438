// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace NanoTcp.Wire
{
    /// <summary>
    /// The Internet checksum (RFC 1071). Sums travel between layers unfolded, as <c>int</c>, in network byte order;
    /// a segment of up to 64 KB plus its pseudo header cannot overflow one.
    /// </summary>
    public static class Checksum
    {
        /// <summary>The one's complement sum of <paramref name="length"/> bytes, folded to 16 bits. An odd last byte counts as the high half of a word.</summary>
        public static int Sum(byte[] buffer, int offset, int length)
        {
            // RFC 1071 §2(B): the sum may be taken in the host's byte order and swapped once at the end. Eight bytes a step are
            // the cheapest on the interpreter: one call into native code replaces eight array reads.
            ulong sum = 0;
            int end = offset + (length & ~31);
            while (offset < end)
            {
                ulong word = BitConverter.ToUInt64(buffer, offset);
                sum += word;
                if (sum < word)
                {
                    sum++;
                }

                word = BitConverter.ToUInt64(buffer, offset + 8);
                sum += word;
                if (sum < word)
                {
                    sum++;
                }

                word = BitConverter.ToUInt64(buffer, offset + 16);
                sum += word;
                if (sum < word)
                {
                    sum++;
                }

                word = BitConverter.ToUInt64(buffer, offset + 24);
                sum += word;
                if (sum < word)
                {
                    sum++;
                }

                offset += 32;
            }

            sum = (sum & 0xFFFFFFFF) + (sum >> 32);
            end = offset + (length & 28);
            while (offset < end)
            {
                sum += BitConverter.ToUInt32(buffer, offset);
                offset += 4;
            }

            if ((length & 2) != 0)
            {
                sum += BitConverter.ToUInt16(buffer, offset);
                offset += 2;
            }

            if ((length & 1) != 0)
            {
                sum += buffer[offset];
            }

            sum = (sum & 0xFFFFFFFF) + (sum >> 32);
            int folded = (int)((sum & 0xFFFF) + (sum >> 16 & 0xFFFF) + (sum >> 32));
            folded = (folded & 0xFFFF) + (folded >> 16);
            folded = (folded & 0xFFFF) + (folded >> 16);
            return ((folded & 0xFF) << 8) | (folded >> 8);
        }

        /// <summary>Folds a sum of sums and complements it: what goes into a checksum field. Over data that holds a right checksum it gives 0.</summary>
        public static int Finish(int sum)
        {
            sum = (sum & 0xFFFF) + (int)((uint)sum >> 16);
            sum = (sum & 0xFFFF) + (sum >> 16);
            return ~sum & 0xFFFF;
        }
    }
}
