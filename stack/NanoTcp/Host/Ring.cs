// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace NanoTcp.Host
{
    /// <summary>
    /// A fixed array used as a ring: bytes move by <c>Array.Copy</c>, in at most two pieces. Positions may be behind the end, once around. On the
    /// data path callers check themselves whether one piece is enough.
    /// </summary>
    internal static class Ring
    {
        /// <summary>Copies bytes into a ring, which is long enough for them.</summary>
        internal static void Write(byte[] ring, int position, byte[] source, int offset, int length)
        {
            position = position >= ring.Length ? position - ring.Length : position;
            int first = ring.Length - position;
            if (length <= first)
            {
                Array.Copy(source, offset, ring, position, length);
                return;
            }

            Array.Copy(source, offset, ring, position, first);
            Array.Copy(source, offset + first, ring, 0, length - first);
        }

        /// <summary>Copies bytes out of a ring.</summary>
        internal static void Read(byte[] ring, int position, byte[] target, int offset, int length)
        {
            position = position >= ring.Length ? position - ring.Length : position;
            int first = ring.Length - position;
            if (length <= first)
            {
                Array.Copy(ring, position, target, offset, length);
                return;
            }

            Array.Copy(ring, position, target, offset, first);
            Array.Copy(ring, 0, target, offset + first, length - first);
        }
    }
}
