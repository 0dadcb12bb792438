// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Resolver
{
    /// <summary>What a message from a server means for a question.</summary>
    internal enum AnswerKind
    {
        /// <summary>It is no answer to this question.</summary>
        Unexpected,

        /// <summary>It has addresses.</summary>
        Addresses,

        /// <summary>There is no such name, or it has no address.</summary>
        NotFound,

        /// <summary>The name is an alias of another one, for which the server has no address in this message.</summary>
        Alias,

        /// <summary>It is cut off in front of what was asked for.</summary>
        Truncated,

        /// <summary>The server does not know.</summary>
        ServerFailed,
    }
}
