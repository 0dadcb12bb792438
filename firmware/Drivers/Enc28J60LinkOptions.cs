// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Drivers
{
    /// <summary>What an ENC28J60 is to do. To be set before the driver is made.</summary>
    public sealed class Enc28J60LinkOptions
    {
        /// <summary>
        /// Full duplex. The chip cannot negotiate, so a switch takes it for half duplex unless its port is forced to full: leave it off
        /// unless that has been done.
        /// </summary>
        public bool FullDuplex;

        /// <summary>Whether all multicast frames are received. <see cref="AddGroup"/> is for single ones.</summary>
        public bool AllMulticast;

        /// <summary>
        /// Whether all broadcasts are received. Otherwise only those of ARP are: the others of a busy network would cost an SPI transfer each
        /// and then be dropped. DHCP needs them all.
        /// </summary>
        public bool AllBroadcasts;

        /// <summary>
        /// Whether waiting packets are counted by EPKTCNT, for three transactions, although INT is wired. Otherwise the level of the line
        /// tells, for none: the errata say that it is reliable (erratum 6). Without the line they are always counted.
        /// </summary>
        public bool CountsPackets;

        /// <summary>
        /// Milliseconds between two looks while nothing happens: for an interrupt that was missed, at the level of INT, and in turn for the link
        /// and whether the chip has lost its options, for one transaction each.
        /// </summary>
        public int CheckInterval = 500;

        /// <summary>Milliseconds between two looks for packets when the INT line is not wired and there is no traffic.</summary>
        public int PollInterval = 2;

        /// <summary>
        /// Milliseconds between two comparisons of what the chip's registers hold with what was written to them: a chip that bits flipped on the bus, or
        /// a dip of its supply, have made deaf is set up anew after so long. After a sign of trouble, a header that cannot be true or a transmission
        /// that does not end, they are compared at the next check already.
        /// </summary>
        public int CompareInterval = 15_000;

        // EHT0 to EHT7.
        internal readonly byte[] HashTable = new byte[8];
        internal bool HasGroups;

        /// <summary>
        /// Receives the multicast frames to the address at an offset of an array. The filter is a hash: some other groups get through.
        /// </summary>
        public void AddGroup(byte[] address, int offset)
        {
            uint crc = 0xFFFFFFFF;
            for (int i = offset; i < offset + 6; i++)
            {
                for (int bit = 0; bit < 8; bit++)
                {
                    bool isSet = ((crc >> 31) ^ ((uint)(address[i] >> bit) & 1)) != 0;
                    crc <<= 1;
                    if (isSet)
                    {
                        crc ^= 0x04C11DB7;
                    }
                }
            }

            // Bits 28 to 23 are the number of a bit in the table.
            int index = (int)(crc >> 23) & 0x3F;
            HashTable[index >> 3] |= (byte)(1 << (index & 7));
            HasGroups = true;
        }
    }
}
