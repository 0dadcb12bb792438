// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Seeds;

namespace NanoTcp.Simulation.Chips.Enc28j60;

/// <summary>EIR, EIE and the INT pin (DS39662 §12).</summary>
internal sealed class Interrupts(RegisterFile registers, Enc28J60Errata errata, SplitMix64 random)
{
    private bool _phyPending;

    public event Action? Changed;

    /// <summary>The level of the pin: active low, never floating.</summary>
    public bool Low { get; private set; }

    private int Flags => registers[Register.EIR]
        | (registers[Register.EPKTCNT] > 0 ? Eir.PKTIF : 0)
        | (_phyPending ? Eir.LINKIF : 0);

    /// <summary>Sets flags, whether they are enabled or not.</summary>
    public void Raise(int flags)
    {
        registers.Set(Register.EIR, flags);
        Update();
    }

    /// <summary>LINKIF shows what the PHY says; only the PHY can clear it.</summary>
    public void SetPhyPending(bool pending)
    {
        _phyPending = pending;
        Update();
    }

    /// <summary>EIR as the host reads it.</summary>
    public byte ReadFlags()
    {
        int flags = Flags;
        if ((errata & Enc28J60Errata.PacketFlagUnreliable) != 0 && random.Chance(0.5))
        {
            flags &= ~Eir.PKTIF;
        }

        return (byte)flags;
    }

    /// <summary>Call it when a flag, an enable bit or the packet count has changed.</summary>
    public void Update()
    {
        int enabled = registers[Register.EIE];
        bool low = (enabled & Eir.INTIE) != 0 && (enabled & Flags) != 0;
        if (low != Low)
        {
            Low = low;
            Changed?.Invoke();
        }
    }
}
