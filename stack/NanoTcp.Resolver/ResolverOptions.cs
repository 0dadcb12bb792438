// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Resolver
{
    /// <summary>The sizes and times of a <see cref="DnsResolver"/>. Read once, by its constructor. Times are in milliseconds.</summary>
    public sealed class ResolverOptions
    {
        /// <summary>Different names looked up at a time. Each takes a UDP port, and <see cref="MaxMessage"/> bytes.</summary>
        public int MaxLookups = 2;

        /// <summary>Names whose answer is remembered; 0: none. Each takes about a hundred bytes.</summary>
        public int CacheEntries = 8;

        /// <summary>
        /// The longest message that is read, at least 512 bytes. Some servers send more than 512 without being asked to. The payload of a full frame
        /// is best.
        /// </summary>
        public int MaxMessage = 1472;

        /// <summary>The wait for a server before the next one is asked. It doubles each time that all of them were asked.</summary>
        public int Timeout = 1500;

        /// <summary>The wait for hosts on the link, for names that end with <c>.local</c>.</summary>
        public int LocalTimeout = 1000;

        /// <summary>The longest time that a lookup takes, with all its servers, aliases and repetitions.</summary>
        public int Deadline = 20_000;
    }
}
