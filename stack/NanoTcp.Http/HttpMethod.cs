// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Http
{
    /// <summary>The method of a request, by RFC 9110 §9.3 and RFC 5789.</summary>
    public enum HttpMethod
    {
        /// <summary>Any that is not in this list: answered with 501.</summary>
        Unknown,

        /// <summary>Transfer a representation of the resource.</summary>
        Get,

        /// <summary>The same without the content.</summary>
        Head,

        /// <summary>Answered with 405, as are all that follow.</summary>
        Post,

        /// <summary>Replace the resource.</summary>
        Put,

        /// <summary>Remove the resource.</summary>
        Delete,

        /// <summary>Ask what is possible.</summary>
        Options,

        /// <summary>Loop the request back.</summary>
        Trace,

        /// <summary>Change parts of the resource.</summary>
        Patch,
    }
}
