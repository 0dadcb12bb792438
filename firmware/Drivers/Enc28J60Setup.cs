// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using R = NanoTcp.Drivers.Enc28J60Register;

namespace NanoTcp.Drivers
{
    /// <summary>Reset, identification and the values of all registers (DS39662 chapters 6 and 11).</summary>
    internal sealed class Enc28J60Setup
    {
        private const int RevisionB1 = 2;
        private const int RevisionB4 = 4;
        private const int RevisionB5 = 5;
        private const int RevisionB7 = 6;

        private const int MaxFrameWithCheck = 1518;

        // The gaps of IEEE 802.3 (DS39662 §6.5).
        private const int GapFull = 0x15;
        private const int GapHalf = 0x12;
        private const int GapLow = 0x12;
        private const int GapHigh = 0x0C;

        // As late as it goes: a link pulse taken for a collision (erratum 13) then rarely counts as a late one.
        private const int LatestCollisionWindow = 0x3F;

        // Of the pattern filter: the bytes 0 to 5, 12 and 13 of a frame, and the checksum of an ARP broadcast's, six times FF, 08 and 06.
        private const int ArpMask0 = 0x3F;
        private const int ArpMask1 = 0x30;
        private const int ArpChecksum = 0xF7F9;

        // LED A the link, LED B traffic, stretched; reserved bits as table 3-3 wants them.
        private const int Leds = 0x3476;

        private readonly Enc28J60Core _core;
        private readonly Enc28J60LinkOptions _options;
        private readonly byte[] _mac;

        internal Enc28J60Setup(Enc28J60Core core, Enc28J60LinkOptions options, byte[] mac)
        {
            _core = core;
            _options = options;
            _mac = mac;
        }

        /// <summary>Whether this is the chip, and ready. After a reset <see cref="ControllerError.StuckReset"/> may pass.</summary>
        internal ControllerError Identify()
        {
            int revision = _core.Read(R.EREVID);
            if (revision == 0x00 || revision == 0xFF)
            {
                return ControllerError.NoAnswer;
            }

            if (revision != RevisionB1 && revision != RevisionB4 && revision != RevisionB5 && revision != RevisionB7)
            {
                return ControllerError.WrongChip;
            }

            if ((_core.Read(R.ESTAT) & R.ESTAT_CLKRDY) == 0)
            {
                return ControllerError.StuckReset;
            }

            return _core.ReadPhy(R.PHID1) == R.PHID1_Value ? ControllerError.None : ControllerError.WrongChip;
        }

        /// <summary>
        /// Writes everything from the values after a reset, reception on at the end. False when the PHY does not take its part.
        /// </summary>
        internal bool Configure()
        {
            _core.Write(R.ECON2, R.ECON2_AUTOINC);
            SetReceiveBuffer();
            SetFilter();
            SetMac();
            if (!SetPhy())
            {
                return false;
            }

            _core.Clear(R.EIR, R.EIR_TXIF | R.EIR_TXERIF | R.EIR_RXERIF);

            // Nothing but packets lowers INT, so that it can be taken as proof of one, unless the transmitter says otherwise.
            _core.Write(R.EIE, R.EIE_INTIE | R.EIE_PKTIE);
            _core.Set(R.ECON1, R.ECON1_RXEN);
            return true;
        }

        /// <summary>An empty receive buffer; writing its bounds also sets the chip's own write pointer.</summary>
        internal void SetReceiveBuffer()
        {
            _core.WritePair(R.ERXSTL, Enc28J60Memory.ReceiveStart);
            _core.WritePair(R.ERXNDL, Enc28J60Memory.ReceiveEnd);
            _core.WritePair(R.ERXRDPTL, Enc28J60Memory.ReceiveEnd);
            _core.WritePair(R.ERDPTL, Enc28J60Memory.ReceiveStart);
        }

        private void SetFilter()
        {
            int filter = R.ERXFCON_UCEN | R.ERXFCON_CRCEN;
            if (_options.AllBroadcasts)
            {
                filter |= R.ERXFCON_BCEN;
            }
            else
            {
                filter |= R.ERXFCON_PMEN;
                _core.WritePair(R.EPMOL, 0);
                _core.Write(R.EPMM0, ArpMask0);
                _core.Write(R.EPMM1, ArpMask1);
                _core.WritePair(R.EPMCSL, ArpChecksum);
            }

            if (_options.AllMulticast)
            {
                filter |= R.ERXFCON_MCEN;
            }

            if (_options.HasGroups)
            {
                filter |= R.ERXFCON_HTEN;
                for (int i = 0; i < 8; i++)
                {
                    _core.Write(R.EHT0 + i, _options.HashTable[i]);
                }
            }

            _core.Write(R.ERXFCON, filter);
        }

        private void SetMac()
        {
            bool full = _options.FullDuplex;
            _core.Write(R.MACON1, full ? R.MACON1_MARXEN | R.MACON1_TXPAUS | R.MACON1_RXPAUS : R.MACON1_MARXEN);
            _core.Write(R.MACON3, full ? R.MACON3_PadAndCheck | R.MACON3_FULDPX : R.MACON3_PadAndCheck);
            _core.Write(R.MACON4, R.MACON4_DEFER);
            _core.Write(R.MABBIPG, full ? GapFull : GapHalf);
            _core.Write(R.MAIPGL, GapLow);
            if (!full)
            {
                _core.Write(R.MAIPGH, GapHigh);
                _core.Write(R.MACLCON2, LatestCollisionWindow);
            }

            _core.WritePair(R.MAMXFLL, MaxFrameWithCheck);
            _core.Write(R.MAADR1, _mac[0]);
            _core.Write(R.MAADR2, _mac[1]);
            _core.Write(R.MAADR3, _mac[2]);
            _core.Write(R.MAADR4, _mac[3]);
            _core.Write(R.MAADR5, _mac[4]);
            _core.Write(R.MAADR6, _mac[5]);
        }

        private bool SetPhy()
        {
            // The duplex that the LED strap suggests may be wrong (erratum 16); frames sent may come back (erratum 9).
            bool full = _options.FullDuplex;
            return _core.WritePhy(R.PHCON1, full ? R.PHCON1_PDPXMD : 0)
                && _core.WritePhy(R.PHCON2, full ? 0 : R.PHCON2_HDLDIS)
                && _core.WritePhy(R.PHLCON, Leds)
                && _core.WritePhy(R.PHIE, R.PHIE_LinkChange);
        }
    }
}
