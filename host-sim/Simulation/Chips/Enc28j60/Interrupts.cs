// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Simulation.Seeds;

namespace NanoTcp.Simulation.Chips.Enc28j60;

/// <summary>EIR, EIE and the INT pin (DS39662 §12).</summary>
internal sealed class Interrupts(RegisterFile registers, Enc28J60Errata errata, Enc28J60Faults faults, SplitMix64 random)
{
    private bool _phyPending;

    public event Action? Changed;

    /// <summary>The level of the pin: active low, never floating.</summary>
    public bool Low { get; private set; }

    /// <summary>ESTAT.INT: whether the flag of an enabled source is set. EIE.INTIE only passes it on to the pin (DS39662 figure 12-1).</summary>
    public bool Pending => faults.StuckInterruptFlag ?? IsPending;

    private bool IsPending => (registers[Register.EIE] & Flags) != 0;

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
        bool low = registers.Has(Register.EIE, Eir.INTIE) && IsPending;
        if (low != Low)
        {
            Low = low;
            Changed?.Invoke();
        }
    }
}
