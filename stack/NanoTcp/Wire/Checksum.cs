// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace NanoTcp.Wire
{
    /// <summary>
    /// The Internet checksum (RFC 1071). It adds 16-bit words whose low byte comes first, as <c>BitConverter</c> reads them. RFC 1071 §2(B) allows
    /// any order as long as the result is stored in the same order. Layers pass sums on unfolded, as <c>int</c>. A segment of up to 64 KB plus its
    /// pseudo header cannot overflow an int. Multiples of 65535 do not matter: a sum is taken modulo 65535 instead of being folded. A number n counts
    /// as n * 256, without being swapped.
    /// </summary>
    public static class Checksum
    {
        /// <summary>
        /// A multiple of 65535 above every sum. The difference to it, modulo 65535, is the complement of the sum. For a sum of 65535 this gives 0 and
        /// not 65535, which are the same number (RFC 1624 §3).
        /// </summary>
        internal const long Complement = 0xFFFFL << 32;

        /// <summary>A multiple of 65535 above the sum of every header.</summary>
        internal const int HeaderComplement = 0xFFFF << 14;

        /// <summary>
        /// The one's complement sum of <paramref name="length"/> bytes, up to 65535 of them: below 2^30. It may be less than the plain sum by a
        /// multiple of 65535.
        /// </summary>
        public static int Sum(byte[] buffer, int offset, int length)
        {
            // Eight bytes a read are the cheapest on the interpreter: one call into native code replaces eight array reads. Shifting a word by 16
            // bits changes it by a multiple of 65535. So the remainder of eight bytes is the sum of four words, and it costs less than handling
            // carries. The modulus is a variable, because a constant of 64 bits takes two instructions at each use.
            ulong modulus = 0xFFFF;
            ulong sum = 0;
            int end = offset + (length & ~127);
            while (offset < end)
            {
                sum += BitConverter.ToUInt64(buffer, offset) % modulus + BitConverter.ToUInt64(buffer, offset + 8) % modulus
                    + BitConverter.ToUInt64(buffer, offset + 16) % modulus + BitConverter.ToUInt64(buffer, offset + 24) % modulus
                    + BitConverter.ToUInt64(buffer, offset + 32) % modulus + BitConverter.ToUInt64(buffer, offset + 40) % modulus
                    + BitConverter.ToUInt64(buffer, offset + 48) % modulus + BitConverter.ToUInt64(buffer, offset + 56) % modulus
                    + BitConverter.ToUInt64(buffer, offset + 64) % modulus + BitConverter.ToUInt64(buffer, offset + 72) % modulus
                    + BitConverter.ToUInt64(buffer, offset + 80) % modulus + BitConverter.ToUInt64(buffer, offset + 88) % modulus
                    + BitConverter.ToUInt64(buffer, offset + 96) % modulus + BitConverter.ToUInt64(buffer, offset + 104) % modulus
                    + BitConverter.ToUInt64(buffer, offset + 112) % modulus + BitConverter.ToUInt64(buffer, offset + 120) % modulus;
                offset += 128;
            }

            end = offset + (length & 112);
            while (offset < end)
            {
                sum += BitConverter.ToUInt64(buffer, offset) % modulus + BitConverter.ToUInt64(buffer, offset + 8) % modulus;
                offset += 16;
            }

            if ((length & 8) != 0)
            {
                sum += BitConverter.ToUInt64(buffer, offset) % modulus;
                offset += 8;
            }

            if ((length & 4) != 0)
            {
                sum += BitConverter.ToUInt32(buffer, offset) % 0xFFFF;
                offset += 4;
            }

            if ((length & 3) != 0)
            {
                if ((length & 2) != 0)
                {
                    sum += BitConverter.ToUInt16(buffer, offset);
                    offset += 2;
                }

                if ((length & 1) != 0)
                {
                    // The low half of a word whose other half is 0.
                    sum += buffer[offset];
                }
            }

            return (int)sum;
        }

        /// <summary>
        /// Folds a sum of sums and complements it: what <see cref="Store"/> puts into a checksum field. For data that includes a correct checksum the
        /// result is 0.
        /// </summary>
        public static int Finish(int sum)
        {
            sum = (sum & 0xFFFF) + (int)((uint)sum >> 16);
            return ~((sum & 0xFFFF) + (sum >> 16)) & 0xFFFF;
        }

        /// <summary>Writes a checksum, or a sum below 2^16, into its field.</summary>
        public static void Store(byte[] buffer, int offset, int checksum)
        {
            buffer[offset] = (byte)checksum;
            buffer[offset + 1] = (byte)(checksum >> 8);
        }
    }
}
