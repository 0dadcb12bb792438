// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Mdns
{
    /// <summary>What an <see cref="MdnsResponder"/> is doing about its host name.</summary>
    public enum MdnsState
    {
        /// <summary>It is not started.</summary>
        Stopped,

        /// <summary>It waits for a link and an address.</summary>
        WaitingForNetwork,

        /// <summary>It asks whether somebody else has the name (RFC 6762 §8.1).</summary>
        Probing,

        /// <summary>The name is this host's, and it answers for it.</summary>
        Established,
    }
}
