// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;

namespace NanoTcp.SensorNode
{
    /// <summary>
    /// A MAC address of a board's own, so that boards of one kind can live on one network: made once at random, locally administered, and stored. The
    /// chip's factory address would do, but nanoFramework tells it through <c>NetworkInterface</c> alone, which needs its System.Net.
    /// </summary>
    public static class BoardIdentity
    {
        /// <summary>Bytes of what is stored: the address, and each of its bits turned over.</summary>
        public const int RecordLength = 2 * AddressLength;

        private const int AddressLength = 6;

        /// <summary>Replaces an address by the stored one or, when none is stored or it is not whole, by a new one, which is stored.</summary>
        /// <param name="macAddress">The six bytes of the board's class.</param>
        /// <param name="store">Where the address outlives a power cut.</param>
        /// <param name="entropy">What a new address is made of.</param>
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

            // One station's, locally administered, of the quadrant for addresses that nobody assigns (IEEE 802c).
            random[0] = (byte)((random[0] & 0xF0) | 0x02);
            for (int i = 0; i < AddressLength; i++)
            {
                macAddress[i] = random[i];
                record[i] = random[i];
                record[AddressLength + i] = (byte)~random[i];
            }

            return store.Save(record) && TryRead(store.Load(), macAddress);
        }

        // An address that its owner has written there may be one that a maker has assigned. Nothing is changed unless all is right.
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
