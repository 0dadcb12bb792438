// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Net.Security
{
    /// <summary>Versions of TLS. The numbers are those of .NET.</summary>
    [Flags]
    public enum SslProtocols
    {
        /// <summary>Whatever is best.</summary>
        None = 0,

        /// <summary>TLS 1.0. Forbidden (RFC 8996).</summary>
        Tls = 192,

        /// <summary>TLS 1.1. Forbidden (RFC 8996).</summary>
        Tls11 = 768,

        /// <summary>TLS 1.2.</summary>
        Tls12 = 3072,

        /// <summary>TLS 1.3.</summary>
        Tls13 = 12288,
    }
}
