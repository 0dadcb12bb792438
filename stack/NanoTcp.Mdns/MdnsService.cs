// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Mdns
{
    /// <summary>A service that others can find (RFC 6763). <see cref="MdnsResponder.Add"/> and <see cref="MdnsResponder.Update"/> read it.</summary>
    public sealed class MdnsService
    {
        /// <summary>Its type: two labels, as in "_http._tcp".</summary>
        public string Type = "_http._tcp";

        /// <summary>A narrower type that it has besides, one label as in "_printer" (RFC 6763 §7.1); null: none.</summary>
        public string? Subtype;

        /// <summary>The name that people see in lists, 1 to 63 bytes of UTF-8; null: the name of the host.</summary>
        public string? Instance;

        /// <summary>Its port, 0 to 65535.</summary>
        public int Port = 80;

        /// <summary>What to know before one connects, each as "key=value", 1 to 255 bytes of UTF-8 (RFC 6763 §6); null: nothing.</summary>
        public string[]? Txt;
    }
}
