// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;

namespace NanoTcp.Mdns
{
    /// <summary>Host names as they have to be.</summary>
    internal static class HostName
    {
        private const int MaxLength = 63;
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

            return length > 0 ? new string(label, 0, length) : HostNames.Of(macAddress);
        }

        private static bool EndsWithLocal(string name)
        {
            return name.Length > Local.Length && name.Substring(name.Length - Local.Length).ToLower() == Local;
        }
    }
}
