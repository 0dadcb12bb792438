// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Chips.Enc28j60;

/// <summary>Makes the frame on the wire from the memory: control byte, padding, check sequence (DS39662 §7.1).</summary>
internal sealed class TransmitFrame(RegisterFile registers, BufferMemory memory, Rules rules)
{
    private const int PCRCEN = 0x02;
    private const int PPADEN = 0x04;
    private const int PHUGEEN = 0x08;
    private const int POVERRIDE = 0x01;
    private const int VlanType = 0x8100;

    private readonly byte[] _bytes = new byte[BufferMemory.Size + EthernetCrc.Length];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, Length);

    /// <summary>Longer than MAMXFL, and not allowed to be.</summary>
    public bool IsTooLong { get; private set; }

    /// <summary>The host made the check sequence, and it is wrong.</summary>
    public bool HasBadCrc { get; private set; }

    public void Compose()
    {
        int start = registers.Word(Register.ETXSTL);
        int end = registers.Word(Register.ETXNDL);
        if (end <= start)
        {
            rules.Violate($"transmission from ETXST 0x{start:X4} to ETXND 0x{end:X4} holds no frame (DS39662 §7.1).");
        }

        Length = Math.Max(end - start, 0);
        for (int i = 0; i < Length; i++)
        {
            _bytes[i] = memory[start + 1 + i];
        }

        int control = memory[start];
        bool overrides = (control & POVERRIDE) != 0;
        int padTo = overrides ? (control & PPADEN) != 0 ? 60 : 0 : ConfiguredPadding();
        bool addsCrc = overrides ? (control & PCRCEN) != 0 : registers.Has(Register.MACON3, Macon.TXCRCEN);
        bool mayBeHuge = overrides ? (control & PHUGEEN) != 0 : registers.Has(Register.MACON3, Macon.HFRMEN);
        while (Length < padTo)
        {
            _bytes[Length++] = 0;
        }

        if (addsCrc)
        {
            EthernetCrc.Write(_bytes, Length);
            Length += EthernetCrc.Length;
        }

        HasBadCrc = !EthernetCrc.IsValid(Bytes);
        IsTooLong = Length > registers.Word(Register.MAMXFLL) && !mayBeHuge;
    }

    /// <summary>The length without check sequence to which MACON3.PADCFG pads a frame; 0 without padding (register 6-2).</summary>
    private int ConfiguredPadding()
    {
        int configuration = registers[Register.MACON3] >> Macon.PadShift;
        if ((configuration & 1) == 0)
        {
            return 0;
        }

        if (!registers.Has(Register.MACON3, Macon.TXCRCEN))
        {
            rules.Violate("MACON3.PADCFG pads and TXCRCEN is 0 (DS39662 register 6-2).");
        }

        bool isVlan = Length > 13 && (_bytes[12] << 8 | _bytes[13]) == VlanType;
        return configuration == 1 || (configuration == 5 && !isVlan) ? 60 : 64;
    }
}
