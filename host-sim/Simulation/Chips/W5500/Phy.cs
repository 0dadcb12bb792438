// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Link;

namespace NanoTcp.Simulation.Chips.W5500;

/// <summary>The PHY behind PHYCFGR: its mode, and the link with the partner at the other end of the cable; data sheet 4.1.</summary>
internal sealed class Phy(EthernetLink medium, W5500Options options, Rules rules)
{
    public const byte ResetValue = 0xB8;

    private const int NotReset = 0x80;
    private const int UseModeBits = 0x40;
    private const int Full = 0x04;
    private const int Fast = 0x02;
    private const int Link = 0x01;

    // OPMDC, in bits 5:3; 0 is 10 Mbit/s half duplex.
    private const int Full10 = 1;
    private const int Half100 = 2;
    private const int Full100 = 3;
    private const int Negotiated100Half = 4;
    private const int Unused = 5;
    private const int PowerDown = 6;
    private const int AllCapable = 7;

    private byte _control = ResetValue;
    private int _mode = AllCapable;
    private long _upAt = long.MaxValue;

    /// <summary>Whether a cable leads to a live partner, and the partner's modes.</summary>
    public bool HasPartner { get; set; } = true;

    public bool PartnerIsFast { get; set; } = true;

    public bool PartnerIsFullDuplex { get; set; } = true;

    public bool IsUp { get; private set; }

    public bool IsFast => _mode is Half100 or Full100 or Negotiated100Half || (_mode == AllCapable && PartnerIsFast);

    public bool IsFullDuplex => _mode is Full10 or Full100 || (_mode == AllCapable && PartnerIsFullDuplex);

    /// <summary>Wire time of a byte.</summary>
    public int NanosecondsPerByte => IsFast ? 80 : 800;

    public long NextEvent => IsUp ? long.MaxValue : _upAt;

    /// <summary>PHYCFGR as it reads.</summary>
    public byte Value
    {
        get
        {
            int status = IsUp ? Link | (IsFast ? Fast : 0) | (IsFullDuplex ? Full : 0) : 0;
            return (byte)(_control | status);
        }
    }

    private bool CanLink =>
        HasPartner && medium.IsUp && (_control & NotReset) != 0 && _mode != PowerDown
        && (PartnerIsFast || !IsFast);

    public void Write(byte value)
    {
        int mode = (value >> 3) & 7;
        if ((value & UseModeBits) != 0 && mode == Unused)
        {
            rules.Violate("PHYCFGR.OPMDC = 101 is not used (data sheet 4.1).");
        }

        // A new mode takes effect when the PHY leaves its reset, not when it is written. Without OPMD it comes from the PMODE pins, which boards
        // leave at "all capable".
        if ((value & NotReset) != 0 && (_control & NotReset) == 0)
        {
            _mode = (value & UseModeBits) != 0 ? mode : AllCapable;
        }

        _control = (byte)(value & 0xF8);
    }

    /// <summary>Brings the link up when its time has come; drops it at once when it cannot be.</summary>
    public void Advance(long now)
    {
        if (!CanLink)
        {
            IsUp = false;
            _upAt = long.MaxValue;
            return;
        }

        if (_upAt == long.MaxValue)
        {
            _upAt = now + options.NegotiationNanoseconds;
        }

        IsUp = now >= _upAt;
    }

    /// <summary>The register's reset; by RSTn (<paramref name="renegotiate"/>) the link is lost as well.</summary>
    public void Reset(bool renegotiate)
    {
        _control = ResetValue;
        _mode = AllCapable;
        if (renegotiate)
        {
            IsUp = false;
            _upAt = long.MaxValue;
        }
    }
}
