// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Chips.Enc28j60;

/// <summary>The PHY: its registers (DS39662 §3.3, §6.6, §9, §12.1.5) and the link.</summary>
internal sealed class PhyUnit(Cable cable, Enc28J60Options options, Interrupts interrupts, Rules rules)
{
    private int _phcon1;
    private int _phcon2;
    private int _phie;
    private int _phlcon;
    private bool _linked;
    private bool _linkWasLost;
    private bool _linkChanged;
    private bool _hasPower = true;
    private long _linkAt = long.MaxValue;

    public bool FullDuplex => (_phcon1 & Phy.PDPXMD) != 0;

    public bool Loopback => (_phcon1 & Phy.PLOOPBK) != 0;

    public bool HalfDuplexLoopback => (_phcon2 & Phy.HDLDIS) == 0;

    public bool TransmitterOn => (_phcon2 & Phy.TXDIS) == 0;

    /// <summary>Whether frames pass. A forced link shows as a link, but does not replace a cable.</summary>
    public bool IsLinked => _linked;

    public long NextEvent => _linked ? long.MaxValue : _linkAt;

    /// <summary>Set by the transmitter and the receiver for PHSTAT2.</summary>
    public bool Transmitting { get; set; }

    /// <inheritdoc cref="Transmitting"/>
    public bool Receiving { get; set; }

    private bool ShowsLink => _linked || (_phcon2 & Phy.FRCLNK) != 0;

    public void Reset()
    {
        _phcon1 = options.StrapFullDuplex ? Phy.PDPXMD : 0;
        _phcon2 = 0;
        _phie = 0;
        _phlcon = 0x3422;
        SetLink(false);
        _linkWasLost = true;
        _linkChanged = false;
        _linkAt = long.MaxValue;
        UpdateInterrupt();
    }

    /// <summary>Power save stops the PHY's clock. The link has to be found again afterwards.</summary>
    public void SetPower(bool on)
    {
        _hasPower = on;
        if (!on)
        {
            LoseLink();
        }
    }

    /// <summary>Looks at the cable.</summary>
    public void Update(long now)
    {
        if (!_hasPower || (_phcon1 & Phy.PPWRSV) != 0 || !cable.IsLive)
        {
            LoseLink();
            return;
        }

        if (_linkAt == long.MaxValue)
        {
            _linkAt = now + options.LinkUpNanoseconds;
        }

        if (now >= _linkAt)
        {
            SetLink(true);
        }
    }

    /// <summary>A register as MII delivers it; reading clears some.</summary>
    public int Read(int register)
    {
        switch (register)
        {
            case Phy.PHCON1:
                return _phcon1;
            case Phy.PHSTAT1:
                return ReadStatus1();
            case Phy.PHID1:
                return 0x0083;
            case Phy.PHID2:
                return 0x1400;
            case Phy.PHCON2:
                return _phcon2;
            case Phy.PHSTAT2:
                return (Transmitting ? Phy.TXSTAT : 0) | (Receiving ? Phy.RXSTAT : 0) | (ShowsLink ? Phy.LSTAT : 0)
                    | (FullDuplex ? Phy.DPXSTAT : 0);
            case Phy.PHIE:
                return _phie;
            case Phy.PHIR:
                return ReadInterruptFlags();
            case Phy.PHLCON:
                return _phlcon;
            default:
                return 0;
        }
    }

    public void Write(int register, int value)
    {
        switch (register)
        {
            case Phy.PHCON1:
                WriteControl1(value);
                break;
            case Phy.PHCON2:
                CheckReserved("PHCON2", value, Phy.FRCLNK | Phy.TXDIS | Phy.JABBER | Phy.HDLDIS, 0);
                _phcon2 = value & (Phy.FRCLNK | Phy.TXDIS | Phy.JABBER | Phy.HDLDIS);
                break;
            case Phy.PHIE:
                CheckReserved("PHIE", value, Phy.PLNKIE | Phy.PGEIE, 0);
                _phie = value & (Phy.PLNKIE | Phy.PGEIE);
                UpdateInterrupt();
                break;
            case Phy.PHLCON:
                CheckReserved("PHLCON", value, 0x0FFE, 0x3000);
                _phlcon = 0x3000 | (value & 0x0FFE);
                break;
        }
    }

    private void WriteControl1(int value)
    {
        const int bits = Phy.PRST | Phy.PLOOPBK | Phy.PPWRSV | Phy.PDPXMD;
        CheckReserved("PHCON1", value, bits, 0);
        if ((value & Phy.PRST) != 0)
        {
            // The reset is over before the host can read PRST again.
            Reset();
            return;
        }

        _phcon1 = value & bits;
    }

    private void CheckReserved(string name, int value, int free, int ones)
    {
        if ((value & ~free) != ones)
        {
            rules.Violate($"{name} written as 0x{value:X4}: its reserved bits must be 0x{ones:X4} (DS39662 table 3-3).");
        }
    }

    private int ReadStatus1()
    {
        int value = Phy.PFDPX | Phy.PHDPX | (_linkWasLost || !ShowsLink ? 0 : Phy.LLSTAT);
        _linkWasLost = !ShowsLink;
        return value;
    }

    private int ReadInterruptFlags()
    {
        int value = (_linkChanged ? Phy.PLNKIF : 0) | (_linkChanged && (_phie & Phy.PLNKIE) != 0 ? Phy.PGIF : 0);
        _linkChanged = false;
        UpdateInterrupt();
        return value;
    }

    private void LoseLink()
    {
        _linkAt = long.MaxValue;
        SetLink(false);
    }

    private void SetLink(bool linked)
    {
        if (linked == _linked)
        {
            return;
        }

        _linked = linked;
        _linkWasLost |= !linked;
        _linkChanged = true;
        UpdateInterrupt();
    }

    private void UpdateInterrupt()
    {
        interrupts.SetPhyPending(_linkChanged && _phie == (Phy.PLNKIE | Phy.PGEIE));
    }
}
