// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace System.Net.Security
{
    /// <summary>What is asked of the other end's certificate.</summary>
    public enum SslVerification
    {
        /// <summary>Nothing.</summary>
        NoVerification = 1,

        /// <summary>If there is one, that it is good.</summary>
        VerifyPeer = 2,

        /// <summary>That there is a good one.</summary>
        CertificateRequired = 4,

        /// <summary>The client's once, in the first handshake.</summary>
        VerifyClientOnce = 8,
    }
}
