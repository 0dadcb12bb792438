// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Seeds;

namespace NanoTcp.Simulation.Chips.Enc28j60;

/// <summary>Which frames the chip keeps (DS39662 §8). The check sequence is looked at afterwards.</summary>
internal sealed class ReceiveFilter(RegisterFile registers, Enc28J60Errata errata, SplitMix64 random)
{
    private const int WindowSize = 64;
    private const int AddressLength = 6;

    private const int AddressFilters = Erxfcon.UCEN | Erxfcon.PMEN | Erxfcon.MPEN | Erxfcon.HTEN | Erxfcon.MCEN | Erxfcon.BCEN;

    /// <summary>Whether the enabled filters take a frame; <paramref name="frame"/> includes the check sequence.</summary>
    public bool Accepts(ReadOnlySpan<byte> frame)
    {
        int enabled = registers[Register.ERXFCON] & AddressFilters;
        if (enabled == 0)
        {
            return true;
        }

        int matching = Matching(frame, enabled);
        return registers.Has(Register.ERXFCON, Erxfcon.ANDOR) ? matching == enabled : matching != 0;
    }

    private int Matching(ReadOnlySpan<byte> frame, int enabled)
    {
        ReadOnlySpan<byte> destination = frame[..AddressLength];
        int matching = 0;
        if (IsStation(destination))
        {
            matching |= Erxfcon.UCEN;
        }

        if ((destination[0] & 1) != 0)
        {
            matching |= Erxfcon.MCEN;
        }

        if (!destination.ContainsAnyExcept((byte)0xFF))
        {
            matching |= Erxfcon.BCEN;
        }

        int hash = EthernetCrc.HashIndex(destination);
        if (registers.Has(Register.EHT0 + (hash >> 3), 1 << (hash & 7)))
        {
            matching |= Erxfcon.HTEN;
        }

        if ((enabled & Erxfcon.MPEN) != 0 && IsStation(destination) && HoldsMagic(frame[AddressLength..^EthernetCrc.Length]))
        {
            matching |= Erxfcon.MPEN;
        }

        if ((enabled & Erxfcon.PMEN) != 0 && (MatchesPattern(frame) || Leaks()))
        {
            matching |= Erxfcon.PMEN;
        }

        return matching & enabled;
    }

    private bool IsStation(ReadOnlySpan<byte> address)
    {
        for (int i = 0; i < AddressLength; i++)
        {
            if (address[i] != registers.StationAddress(i))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Six bytes FF and sixteen times the station address, somewhere (§8.3).</summary>
    private bool HoldsMagic(ReadOnlySpan<byte> data)
    {
        const int repetitions = 16;
        const int length = AddressLength * (repetitions + 1);
        for (int start = 0; start + length <= data.Length; start++)
        {
            bool holds = !data.Slice(start, AddressLength).ContainsAnyExcept((byte)0xFF);
            for (int i = 1; i <= repetitions && holds; i++)
            {
                holds = IsStation(data.Slice(start + i * AddressLength, AddressLength));
            }

            if (holds)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The checksum of the window's selected bytes. The others are left out, not zeroed (§8.2).</summary>
    private bool MatchesPattern(ReadOnlySpan<byte> frame)
    {
        int offset = registers.Word(Register.EPMOL);
        if (offset + WindowSize > frame.Length)
        {
            return false;
        }

        long sum = 0;
        bool high = true;
        for (int i = 0; i < WindowSize; i++)
        {
            if (registers.Has(Register.EPMM0 + (i >> 3), 1 << (i & 7)))
            {
                sum += high ? frame[offset + i] << 8 : frame[offset + i];
                high = !high;
            }
        }

        return InternetChecksum.Fold(sum) == registers.Word(Register.EPMCSL);
    }

    private bool Leaks()
    {
        return (errata & Enc28J60Errata.PatternMatchLeaks) != 0 && random.Chance(1.0 / 16);
    }
}
