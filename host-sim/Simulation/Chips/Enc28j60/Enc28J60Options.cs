// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Chips.Enc28j60;

/// <summary>Which chip is modelled and how it treats its host.</summary>
public sealed class Enc28J60Options
{
    /// <summary>EREVID: 2 is B1, 4 is B4, 5 is B5, 6 is B7.</summary>
    public byte Revision { get; init; } = 6;

    /// <summary>The errata that it shows.</summary>
    public Enc28J60Errata Errata { get; init; } = Enc28J60Errata.All;

    /// <summary>Whether a breach of the data sheet throws. Otherwise the violation is counted, and the chip does what silicon might do.</summary>
    public bool Strict { get; init; } = true;

    /// <summary>The value of PHCON1.PDPXMD at reset, from the LEDB strap. Erratum 16 says that it may be wrong.</summary>
    public bool StrapFullDuplex { get; init; }

    /// <summary>
    /// The time from a live cable and a running PHY to a link. The chip has seen enough link pulses after at most 240 ms (IEEE 802.3, clause
    /// 14.2.1.7). The port at the other end finds no partner for negotiation, and waits 0.5 to 1 s more (clause 28.3.4: autoneg_wait_timer).
    /// </summary>
    public long LinkUpNanoseconds { get; init; } = 1_000_000_000;

    /// <summary>The seed of undefined memory, back-off and random errata.</summary>
    public ulong Seed { get; init; } = 1;
}
