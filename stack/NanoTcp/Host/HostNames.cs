// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Host
{
    /// <summary>Names of hosts: one label of letters, digits and inner hyphens (RFC 1123 §2.1).</summary>
    public static class HostNames
    {
        private const int MaxLength = 63;
        private const string Digits = "0123456789abcdef";

        /// <summary>A name that differs between the boards of one network: nanotcp- and the last two bytes of the MAC address in hexadecimal.</summary>
        public static string Of(byte[] macAddress)
        {
            char[] end = new char[4];
            for (int i = 0; i < end.Length; i++)
            {
                int value = macAddress[4 + (i >> 1)];
                end[i] = Digits[(i & 1) == 0 ? value >> 4 : value & 15];
            }

            return "nanotcp-" + new string(end);
        }

        /// <summary>Whether a host may have the name: 1 to 63 letters, digits and inner hyphens.</summary>
        public static bool IsLegal(string name)
        {
            int last = name.Length - 1;
            bool isLegal = last >= 0 && last < MaxLength && name[0] != '-' && name[last] != '-';
            for (int i = 0; isLegal && i <= last; i++)
            {
                char c = name[i];
                isLegal = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-';
            }

            return isLegal;
        }
    }
}
