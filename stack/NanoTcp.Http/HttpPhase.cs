// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Http
{
    /// <summary>The next step of a session.</summary>
    internal enum HttpPhase
    {
        /// <summary>Read the head of a request.</summary>
        Head,

        /// <summary>Read the head as soon as there is room for its answer.</summary>
        Answer,

        /// <summary>Send the answer.</summary>
        Send,

        /// <summary>Skip what is left of the request's content.</summary>
        Skip,

        /// <summary>Wait for the client's FIN after the last answer.</summary>
        Linger,

        /// <summary>Nothing: it has given its connection back.</summary>
        Over,
    }
}
