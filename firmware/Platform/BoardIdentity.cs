// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;

namespace NanoTcp.Platform
{
    /// <summary>
    /// A MAC address of the board's own, so that boards of one kind can live on one network. It is made once at random, locally administered, and
    /// stored. nanoFramework gives the chip's factory address only through <c>NetworkInterface</c>, which needs its System.Net.
    /// </summary>
    public static class BoardIdentity
    {
        /// <summary>Stored bytes: the address, and the address with every bit inverted.</summary>
        public const int RecordLength = 2 * AddressLength;

        private const int AddressLength = 6;

        /// <summary>Replaces an address by the stored one. When none is stored or it is damaged, makes a new address and stores it.</summary>
        /// <param name="macAddress">The six bytes of the board's class.</param>
        /// <param name="store">The store, which survives a power cut.</param>
        /// <param name="entropy">The source of a new address.</param>
        /// <returns>Whether the next start will find this address again.</returns>
        public static bool Give(byte[] macAddress, IdentityStore store, EntropySource entropy)
        {
            if (TryRead(store.Load(), macAddress))
            {
                return true;
            }

            byte[] record = new byte[RecordLength];
            byte[] random = new byte[AddressLength];
            entropy.Fill(random);

            // An address of one station, locally administered, from the quadrant for unassigned addresses (IEEE 802c).
            random[0] = (byte)((random[0] & 0xF0) | 0x02);
            for (int i = 0; i < AddressLength; i++)
            {
                macAddress[i] = random[i];
                record[i] = random[i];
                record[AddressLength + i] = (byte)~random[i];
            }

            return store.Save(record) && TryRead(store.Load(), macAddress);
        }

        // The owner may have written an address there that a manufacturer has assigned. The array changes only if all is right.
        private static bool TryRead(byte[]? record, byte[] macAddress)
        {
            if (record == null || record.Length != RecordLength || (record[0] & 1) != 0)
            {
                return false;
            }

            int all = 0;
            for (int i = 0; i < AddressLength; i++)
            {
                all |= record[i];
                if ((record[i] ^ record[AddressLength + i]) != 0xFF)
                {
                    return false;
                }
            }

            if (all == 0)
            {
                return false;
            }

            for (int i = 0; i < AddressLength; i++)
            {
                macAddress[i] = record[i];
            }

            return true;
        }
    }
}
