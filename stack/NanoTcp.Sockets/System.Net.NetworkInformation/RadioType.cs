// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Net.NetworkInformation
{
    /// <summary>The radio of a wireless network (IEEE 802.11).</summary>
    public enum RadioType : byte
    {
        /// <summary>Not specified.</summary>
        NotSpecified = 0,

        /// <summary>802.11a.</summary>
        _802_11a = 1,

        /// <summary>802.11b.</summary>
        _802_11b = 2,

        /// <summary>802.11g.</summary>
        _802_11g = 4,

        /// <summary>802.11n.</summary>
        _802_11n = 8,
    }
}
