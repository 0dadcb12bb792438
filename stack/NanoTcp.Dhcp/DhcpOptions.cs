// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Dhcp
{
    /// <summary>Names, sizes and times of a <see cref="DhcpClient"/>. Read once, by its constructor.</summary>
    public sealed class DhcpOptions
    {
        /// <summary>
        /// The name that servers are told (RFC 2132 §3.14): at most 63 letters, digits and inner hyphens (RFC 1123 §2.1); null: none.
        /// </summary>
        public string? HostName;

        /// <summary>
        /// By what servers know this client, 2 to 64 bytes with the type first (RFC 2132 §9.14); null: the MAC address.
        /// <see cref="ClientIdentifier"/> makes it.
        /// </summary>
        public byte[]? ClientIdentifier;

        /// <summary>Where the address is kept over a restart; null: nowhere.</summary>
        public LeaseStore? Store;

        /// <summary>
        /// The longest IP datagram that servers may send, 576 to 1500 (RFC 2132 §9.10). The buffer for messages has this size, and the queue twice.
        /// </summary>
        public int MaxMessage = 576;

        /// <summary>
        /// Time between two tries after the first six, in milliseconds. Those are 4 to 64 seconds apart (RFC 2131 §4.1). A small random time is added.
        /// </summary>
        public int RetryInterval = 180_000;
    }
}
