// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Wire
{
    /// <summary>
    /// Network byte order in a <c>byte[]</c>. The hottest paths write the same shifts inline, because a call costs the device twelve IL ops.
    /// </summary>
    public static class BigEndian
    {
        /// <summary>Reads 16 bits.</summary>
        public static int ReadUInt16(byte[] buffer, int offset)
        {
            return (buffer[offset] << 8) | buffer[offset + 1];
        }

        /// <summary>Reads 32 bits.</summary>
        public static uint ReadUInt32(byte[] buffer, int offset)
        {
            return (uint)((buffer[offset] << 24) | (buffer[offset + 1] << 16) | (buffer[offset + 2] << 8) | buffer[offset + 3]);
        }

        /// <summary>Writes the low 16 bits of <paramref name="value"/>.</summary>
        public static void WriteUInt16(byte[] buffer, int offset, int value)
        {
            buffer[offset] = (byte)(value >> 8);
            buffer[offset + 1] = (byte)value;
        }

        /// <summary>Writes 32 bits.</summary>
        public static void WriteUInt32(byte[] buffer, int offset, uint value)
        {
            buffer[offset] = (byte)(value >> 24);
            buffer[offset + 1] = (byte)(value >> 16);
            buffer[offset + 2] = (byte)(value >> 8);
            buffer[offset + 3] = (byte)value;
        }

        /// <summary>Reverses the order of the bytes. This converts between values of BitConverter and those of <see cref="ReadUInt32"/>.</summary>
        internal static uint Swap(uint value)
        {
            return (value >> 24) | (value >> 8 & 0xFF00) | ((value & 0xFF00) << 8) | (value << 24);
        }
    }
}
