// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Sntp
{
    /// <summary>What an <see cref="SntpClient"/> is doing.</summary>
    public enum SntpState
    {
        /// <summary>No server is known, or each one has told it to ask no more.</summary>
        NoServer,

        /// <summary>There is no link, no address, or no route to any server.</summary>
        NoNetwork,

        /// <summary>It will ask later.</summary>
        Waiting,

        /// <summary>It has asked and waits for the answer.</summary>
        Asking,
    }
}
