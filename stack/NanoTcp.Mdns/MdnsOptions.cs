// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Mdns
{
    /// <summary>The name and the sizes of an <see cref="MdnsResponder"/>. Read once, by its constructor.</summary>
    public sealed class MdnsOptions
    {
        /// <summary>
        /// The name to ask for, without ".local"; null: "nanotcp-" and the last two bytes of the MAC address. What is neither a letter, a digit nor a
        /// hyphen becomes a hyphen, and a name of more than 63 characters is cut.
        /// </summary>
        public string? Name;

        /// <summary>The services that can be added, 0 to 9.</summary>
        public int MaxServices = 4;

        /// <summary>
        /// Queries whose answer can wait: for the rest of a long query, or until a short random time is over. The queries of others are answered at once.
        /// </summary>
        public int PendingQueries = 4;

        /// <summary>Datagrams that can wait to be read.</summary>
        public int QueueLength = 8;

        /// <summary>Bytes of the datagrams that wait. A longer one is not received.</summary>
        public int QueueBytes = 2944;
    }
}
