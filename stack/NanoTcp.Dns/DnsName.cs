// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace NanoTcp.Dns
{
    /// <summary>
    /// Names in messages and in wire form (RFC 1035 §3.1): labels with their lengths in front, and a 0 at the end. In a message a name may end with a
    /// pointer to an earlier one (§4.1.4). All calls take any bytes, read nothing outside of their bounds, and allocate nothing.
    /// </summary>
    public static class DnsName
    {
        /// <summary>The longest name in wire form.</summary>
        public const int MaxLength = 255;

        /// <summary>The longest label.</summary>
        public const int MaxLabel = 63;

        /// <summary>The most pointers in a name. A name made by an honest server has a few.</summary>
        public const int MaxPointers = 32;

        /// <summary>The two high bits of a length. Both are set in a pointer; one alone is a type of label that nobody uses (RFC 6891 §5).</summary>
        internal const int PointerMask = 0xC0;

        /// <summary>Where in a message what follows a name begins. The name's pointers are not followed.</summary>
        /// <param name="message">A message, or a name in wire form.</param>
        /// <param name="end">Bytes of the message.</param>
        /// <param name="offset">Where the name begins.</param>
        /// <returns>The offset; -1: this is no name.</returns>
        public static int Skip(byte[] message, int end, int offset)
        {
            int longest = offset + MaxLength;
            while ((uint)offset < (uint)end)
            {
                int length = message[offset];
                if (length >= PointerMask)
                {
                    return offset + 2 <= end ? offset + 2 : -1;
                }

                offset += length + 1;
                if (length > MaxLabel || offset > longest)
                {
                    return -1;
                }

                if (length == 0)
                {
                    return offset;
                }
            }

            return -1;
        }

        /// <summary>Copies a name without its compression.</summary>
        /// <param name="message">A message, or a name in wire form.</param>
        /// <param name="end">Bytes of the message.</param>
        /// <param name="offset">Where the name begins.</param>
        /// <param name="name">Gets the name in wire form.</param>
        /// <param name="nameOffset">Where it begins there.</param>
        /// <returns>Bytes of the name, at most 255; 0: this is no name, or there is no room for it.</returns>
        public static int Expand(byte[] message, int end, int offset, byte[] name, int nameOffset)
        {
            int room = name.Length - nameOffset;
            room = room < MaxLength ? room : MaxLength;
            int start = offset;
            int pointers = 0;
            int taken = 0;
            while (true)
            {
                offset = Follow(message, end, offset, ref start, ref pointers);
                if (offset < 0)
                {
                    return 0;
                }

                int size = message[offset] + 1;
                if (taken + size > room)
                {
                    return 0;
                }

                Array.Copy(message, offset, name, nameOffset + taken, size);
                taken += size;
                offset += size;
                if (size == 1)
                {
                    return taken;
                }
            }
        }

        /// <summary>
        /// The length of the first label of a name, its pointers followed: two names whose first labels differ in length are not the same, which is seen at
        /// once.
        /// </summary>
        /// <param name="message">A message, or a name in wire form.</param>
        /// <param name="end">Bytes of the message.</param>
        /// <param name="offset">Where the name begins.</param>
        /// <returns>0 for the root; -1: this is no name.</returns>
        public static int FirstLabel(byte[] message, int end, int offset)
        {
            int start = offset;
            int pointers = 0;
            offset = Follow(message, end, offset, ref start, ref pointers);
            return offset < 0 ? -1 : message[offset];
        }

        /// <summary>Whether two names are the same. ASCII letters are the same in both cases (RFC 4343). What is no name is like no other.</summary>
        /// <param name="first">A message, or a name in wire form.</param>
        /// <param name="firstEnd">Bytes of it.</param>
        /// <param name="firstOffset">Where its name begins.</param>
        /// <param name="second">The other one; may be the same.</param>
        /// <param name="secondEnd">Bytes of it.</param>
        /// <param name="secondOffset">Where its name begins.</param>
        public static bool AreEqual(byte[] first, int firstEnd, int firstOffset, byte[] second, int secondEnd, int secondOffset)
        {
            int firstStart = firstOffset;
            int firstPointers = 0;
            int secondStart = secondOffset;
            int secondPointers = 0;
            int left = MaxLength;
            while (true)
            {
                firstOffset = Follow(first, firstEnd, firstOffset, ref firstStart, ref firstPointers);
                secondOffset = Follow(second, secondEnd, secondOffset, ref secondStart, ref secondPointers);
                if ((firstOffset | secondOffset) < 0)
                {
                    return false;
                }

                int length = first[firstOffset];
                left -= length + 1;
                if (second[secondOffset] != length || left < 0)
                {
                    return false;
                }

                if (length == 0)
                {
                    return true;
                }

                for (; length > 0; length--)
                {
                    int a = first[++firstOffset];
                    int b = second[++secondOffset];
                    if (a != b && ((a ^ b) != 0x20 || (uint)((a | 0x20) - 'a') > 'z' - 'a'))
                    {
                        return false;
                    }
                }

                firstOffset++;
                secondOffset++;
            }
        }

        /// <summary>Follows pointers until a label begins, or the end of the name. Each goes before all that was read of the name so far.</summary>
        /// <returns>Where the label begins. It is whole, and a byte follows it unless it is the end. -1: the name is damaged.</returns>
        private static int Follow(byte[] message, int end, int offset, ref int start, ref int pointers)
        {
            while ((uint)offset < (uint)end)
            {
                int length = message[offset];
                if (length <= MaxLabel)
                {
                    return length == 0 || offset + length + 1 < end ? offset : -1;
                }

                if (length < PointerMask || offset + 1 >= end || ++pointers > MaxPointers)
                {
                    return -1;
                }

                offset = ((length & ~PointerMask) << 8) | message[offset + 1];
                if (offset >= start || offset < DnsHeader.Length)
                {
                    return -1;
                }

                start = offset;
            }

            return -1;
        }
    }
}
