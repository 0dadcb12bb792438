// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using R = NanoTcp.Drivers.Enc28J60Register;

namespace NanoTcp.Drivers
{
    /// <summary>
    /// Which frames the chip is to receive (DS39662 chapter 8): this station's, those of ARP, and as wanted broadcasts and groups. It holds the values
    /// of the registers, and the driver writes them.
    /// </summary>
    /// <remarks>
    /// The table is a hash, so other addresses pass with a group. With 224.0.0.251, the group of mDNS, all broadcasts do: they have the same bit.
    /// </remarks>
    internal sealed class Enc28J60Filter
    {
        /// <summary>EHT0 to EHT7: a bit for each remainder of an address.</summary>
        internal const int TableLength = 8;

        /// <summary>Whether the chip's registers are to be written anew.</summary>
        internal bool HasChanged;

        private const int TableBits = 8 * TableLength;

        private readonly bool _allBroadcasts;
        private readonly bool _allMulticast;
        private readonly byte[] _table = new byte[TableLength];

        /// <summary>How many groups share each bit of the table.</summary>
        private readonly byte[] _joined = new byte[TableBits];

        private bool _wantsBroadcasts;

        internal Enc28J60Filter(Enc28J60LinkOptions options)
        {
            _allBroadcasts = options.AllBroadcasts;
            _allMulticast = options.AllMulticast;
            Array.Copy(options.HashTable, _table, TableLength);
            for (int bit = 0; bit < TableBits; bit++)
            {
                if (IsSet(bit))
                {
                    _joined[bit] = 1;
                }
            }
        }

        /// <summary>The value of ERXFCON. Where all broadcasts pass, the pattern of ARP's would only cost the errors of erratum 18.</summary>
        internal int Control
        {
            get
            {
                int control = R.ERXFCON_UCEN | R.ERXFCON_CRCEN | (_allBroadcasts || _wantsBroadcasts ? R.ERXFCON_BCEN : R.ERXFCON_PMEN);
                control |= _allMulticast ? R.ERXFCON_MCEN : 0;
                return HasGroups ? control | R.ERXFCON_HTEN : control;
            }
        }

        /// <summary>Whether the table has any bit.</summary>
        internal bool HasGroups
        {
            get { return BitConverter.ToUInt64(_table, 0) != 0; }
        }

        /// <summary>The value of EHT0 and the registers behind it.</summary>
        internal int Table(int index)
        {
            return _table[index];
        }

        internal void ReceiveBroadcasts(bool wanted)
        {
            HasChanged |= wanted != _wantsBroadcasts;
            _wantsBroadcasts = wanted;
        }

        internal void Join(byte[] address, int offset)
        {
            int bit = BitOf(address, offset);
            if (_joined[bit]++ == 0)
            {
                Flip(bit);
            }
        }

        internal void Leave(byte[] address, int offset)
        {
            int bit = BitOf(address, offset);
            if (--_joined[bit] == 0)
            {
                Flip(bit);
            }
        }

        /// <summary>The number of an address's bit in the table: bits 28 to 23 of its CRC (DS39662 §8.4).</summary>
        internal static int BitOf(byte[] address, int offset)
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

            return (int)(crc >> 23) & (TableBits - 1);
        }

        private bool IsSet(int bit)
        {
            return (_table[bit >> 3] >> (bit & 7) & 1) != 0;
        }

        private void Flip(int bit)
        {
            _table[bit >> 3] ^= (byte)(1 << (bit & 7));
            HasChanged = true;
        }
    }
}
