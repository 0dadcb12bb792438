// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Http
{
    /// <summary>The media types that small devices serve, for <see cref="HttpResponse"/>.</summary>
    public static class HttpContentType
    {
        /// <summary>A page.</summary>
        public static readonly byte[] Html = HttpText.Ascii("text/html; charset=utf-8");

        /// <summary>Plain text.</summary>
        public static readonly byte[] Text = HttpText.Ascii("text/plain; charset=utf-8");

        /// <summary>JSON, which is UTF-8 by definition (RFC 8259 §8.1).</summary>
        public static readonly byte[] Json = HttpText.Ascii("application/json");

        /// <summary>Bytes of no particular meaning.</summary>
        public static readonly byte[] OctetStream = HttpText.Ascii("application/octet-stream");
    }
}
