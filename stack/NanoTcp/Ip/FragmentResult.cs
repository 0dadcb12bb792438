// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Ip
{
    /// <summary>What has become of a packet by one more fragment.</summary>
    internal enum FragmentResult
    {
        /// <summary>Something is still missing.</summary>
        Unfinished,

        /// <summary>Nothing is missing any more.</summary>
        Whole,

        /// <summary>The same bytes were there already.</summary>
        Duplicate,

        /// <summary>The fragment overlaps with another one, or they do not agree about the end of the packet.</summary>
        Contradiction,

        /// <summary>The packet does not fit.</summary>
        TooLong,
    }
}
