// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Mdns
{
    /// <summary>Host names as they have to be.</summary>
    internal static class HostName
    {
        private const int MaxLength = 63;
        private const string Default = "nanotcp-";
        private const string Digits = "0123456789abcdef";
        private const string Local = ".local";

        /// <summary>A label of letters, digits and inner hyphens (RFC 1123 §2.1), made of a text; from the MAC address when nothing remains of it.</summary>
        internal static string Legal(string? name, byte[] macAddress)
        {
            char[] label = new char[MaxLength];
            int length = 0;
            int end = name == null ? 0 : name.Length - (EndsWithLocal(name) ? Local.Length : 0);
            for (int i = 0; i < end && length < MaxLength; i++)
            {
                char c = name![i];
                bool isLegal = (uint)((c | 0x20) - 'a') <= 'z' - 'a' || (uint)(c - '0') <= 9;
                if (isLegal || length > 0)
                {
                    label[length++] = isLegal ? c : '-';
                }
            }

            while (length > 0 && label[length - 1] == '-')
            {
                length--;
            }

            if (length > 0)
            {
                return new string(label, 0, length);
            }

            string text = Default;
            for (int i = macAddress.Length - 2; i < macAddress.Length; i++)
            {
                text += Digits.Substring(macAddress[i] >> 4, 1) + Digits.Substring(macAddress[i] & 15, 1);
            }

            return text;
        }

        private static bool EndsWithLocal(string name)
        {
            return name.Length > Local.Length && name.Substring(name.Length - Local.Length).ToLower() == Local;
        }
    }
}
