// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Resolver
{
    /// <summary>What has become of a <see cref="ResolverQuery"/>.</summary>
    public enum ResolverState
    {
        /// <summary>Nothing was asked, or it was cancelled.</summary>
        Idle,

        /// <summary>The answer is awaited.</summary>
        Pending,

        /// <summary>There are addresses.</summary>
        Success,

        /// <summary>There is no such name, or it has no address.</summary>
        NotFound,

        /// <summary>Servers have answered that they cannot tell. It may be better later.</summary>
        Failed,

        /// <summary>No server has answered.</summary>
        TimedOut,

        /// <summary>This host has no address, or knows no server to ask.</summary>
        NoServer,
    }
}
