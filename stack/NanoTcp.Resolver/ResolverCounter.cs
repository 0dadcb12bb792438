// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Resolver
{
    /// <summary>The counters of a <see cref="DnsResolver"/>.</summary>
    public enum ResolverCounter
    {
        /// <summary>Queries sent to servers.</summary>
        Queries,

        /// <summary>Queries sent to the hosts on the link, for names that end with <c>.local</c>.</summary>
        LocalQueries,

        /// <summary>Queries sent over TCP, because an answer was cut off.</summary>
        TcpQueries,

        /// <summary>Queries that nobody has answered in time. An answer from another address than asked does not count as one.</summary>
        Unanswered,

        /// <summary>Servers that had to be left for the next one: they failed, refused, or cannot be reached.</summary>
        ServerFailures,

        /// <summary>Messages dropped because they answer nothing that was asked. Many of them are an attack.</summary>
        Unexpected,

        /// <summary>Lookups answered from the cache.</summary>
        CacheHits,

        /// <summary>Lookups refused because as many as configured were under way.</summary>
        LookupsExhausted,

        /// <summary>The number of counters; no counter itself.</summary>
        Count,
    }
}
