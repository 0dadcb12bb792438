// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Ip
{
    /// <summary>The life of an <see cref="ArpEntry"/>. From <see cref="Probing"/> on its MAC address can be used.</summary>
    internal enum ArpState
    {
        /// <summary>Unused.</summary>
        Free,

        /// <summary>Asked for by broadcast, not answered yet.</summary>
        Incomplete,

        /// <summary>Old and in use: asked for by unicast (RFC 1122 §2.3.2.1), and used meanwhile.</summary>
        Probing,

        /// <summary>Old: the next use asks again.</summary>
        Stale,

        /// <summary>Known.</summary>
        Reachable,
    }
}
