// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Drivers
{
    /// <summary>How an ENC28J60 is used. Set them before you make the driver.</summary>
    public sealed class Enc28J60LinkOptions
    {
        /// <summary>
        /// Full duplex. The chip cannot negotiate. A switch uses half duplex unless its port is forced to full duplex. Leave this off unless that has
        /// been done.
        /// </summary>
        public bool FullDuplex;

        /// <summary>
        /// Whether all multicast frames are received, for an application that takes frames from the driver itself. A stack asks for the groups that it
        /// has joined.
        /// </summary>
        public bool AllMulticast;

        /// <summary>
        /// Whether all broadcasts are always received. Otherwise only those of ARP are received, until a stack asks for more: every other one of a busy
        /// network would cost an SPI transfer and then be dropped.
        /// </summary>
        public bool AllBroadcasts;

        /// <summary>
        /// Whether the driver reads the number of waiting packets from EPKTCNT although INT is wired. That takes three transactions. Otherwise it
        /// reads the level of the line, which takes none and which the errata call reliable (erratum 6). Without the line it always reads EPKTCNT.
        /// </summary>
        public bool CountsPackets;

        /// <summary>
        /// Milliseconds between two checks while nothing happens. Each check reads the level of INT for a missed interrupt. In turn it checks the
        /// link, or whether the chip has lost its options, with one transaction.
        /// </summary>
        public int CheckInterval = 500;

        /// <summary>Milliseconds between two looks for packets without an INT line, while there is no traffic.</summary>
        public int PollInterval = 2;

        /// <summary>
        /// Milliseconds between two comparisons of the chip's registers with the written values. Flipped bits on the bus or a dip of the supply can
        /// make a chip deaf. It is set up anew after this time at the latest. After a sign of trouble, such as an impossible header or an endless
        /// transmission, the next check compares the registers.
        /// </summary>
        public int CompareInterval = 15_000;

        // EHT0 to EHT7.
        internal readonly byte[] HashTable = new byte[8];

        /// <summary>
        /// Always receives multicast frames to the MAC address (6 bytes) at an offset of an array. The filter is a hash, so some other groups get
        /// through. A stack asks for its groups by itself.
        /// </summary>
        public void AddGroup(byte[] address, int offset)
        {
            int index = Enc28J60Filter.BitOf(address, offset);
            HashTable[index >> 3] |= (byte)(1 << (index & 7));
        }
    }
}
