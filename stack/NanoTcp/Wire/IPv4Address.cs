// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;

namespace NanoTcp.Wire
{
    /// <summary>An IPv4 address is a <c>uint</c>: 192.168.7.2 is 0xC0A80702. Comparing and masking cost one op on the device.</summary>
    public static class IPv4Address
    {
        /// <summary>0.0.0.0: no address.</summary>
        public const uint Any = 0;

        /// <summary>255.255.255.255: everyone on this link.</summary>
        public const uint Broadcast = 0xFFFFFFFF;

        /// <summary>Makes an address from its four parts, the leftmost first.</summary>
        public static uint From(byte a, byte b, byte c, byte d)
        {
            return (uint)((a << 24) | (b << 16) | (c << 8) | d);
        }

        /// <summary>The network mask of a prefix length between 0 and 32.</summary>
        /// <exception cref="ArgumentOutOfRangeException">The prefix length is not between 0 and 32.</exception>
        public static uint Mask(int prefixLength)
        {
            if ((uint)prefixLength > 32)
            {
                throw new ArgumentOutOfRangeException(nameof(prefixLength));
            }

            // In C# a shift by 32 does nothing.
            return prefixLength == 0 ? 0 : 0xFFFFFFFF << (32 - prefixLength);
        }

        /// <summary>Whether a host can have this address: not 0.0.0.0/8, multicast, reserved or broadcast (RFC 1122 §3.2.1.3).</summary>
        public static bool IsHost(uint address)
        {
            uint high = address >> 24;
            return high != 0 && high < 224 && high != 127;
        }

        /// <summary>Whether it is the address of a multicast group (RFC 1112 §4).</summary>
        public static bool IsMulticast(uint address)
        {
            return address >> 28 == 14;
        }

        /// <summary>Reads dotted-decimal notation, four parts without leading zeros. Returns false, and 0, for anything else.</summary>
        public static bool TryParse(string? text, out uint address)
        {
            address = 0;
            if (text == null)
            {
                return false;
            }

            uint result = 0;
            int parts = 0;
            bool hasDigits = false;
            int part = 0;
            for (int i = 0; i <= text.Length; i++)
            {
                char c = i < text.Length ? text[i] : '.';
                if (c == '.')
                {
                    if (!hasDigits || ++parts > 4)
                    {
                        return false;
                    }

                    result = (result << 8) | (uint)part;
                    part = 0;
                    hasDigits = false;
                }
                else
                {
                    if (c < '0' || c > '9' || (hasDigits && part == 0))
                    {
                        return false;
                    }

                    part = part * 10 + (c - '0');
                    hasDigits = true;
                    if (part > 255)
                    {
                        return false;
                    }
                }
            }

            if (parts != 4)
            {
                return false;
            }

            address = result;
            return true;
        }

        /// <summary>Dotted-decimal notation.</summary>
        public static string ToString(uint address)
        {
            string text = (address >> 24).ToString();
            for (int shift = 16; shift >= 0; shift -= 8)
            {
                text += "." + (address >> shift & 255).ToString();
            }

            return text;
        }
    }
}
