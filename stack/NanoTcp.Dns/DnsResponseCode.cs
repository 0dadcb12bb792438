// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Dns
{
    /// <summary>What a server says of a query (RFC 1035 §4.1.1).</summary>
    public static class DnsResponseCode
    {
        /// <summary>No error.</summary>
        public const int NoError = 0;

        /// <summary>The server did not understand the query.</summary>
        public const int FormErr = 1;

        /// <summary>The server failed.</summary>
        public const int ServFail = 2;

        /// <summary>There is no such name.</summary>
        public const int NXDomain = 3;

        /// <summary>The server does not have this kind of query.</summary>
        public const int NotImp = 4;

        /// <summary>The server does not want to answer.</summary>
        public const int Refused = 5;
    }
}
