// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Chips.W5500;

/// <summary>Properties that differ from chip to chip, or that the data sheet does not specify.</summary>
public sealed class W5500Options
{
    /// <summary>How long a command stays in Sn_CR.</summary>
    public long CommandNanoseconds { get; init; } = 1_000;

    /// <summary>How long MR.RST stays set.</summary>
    public long ResetNanoseconds { get; init; } = 100_000;

    /// <summary>
    /// How long the PHY takes to bring the link up: 1 to 3 s. Auto-negotiation is silent for 1.2 to 1.5 s first, exchanges its pages, and waits up to a second
    /// (IEEE 802.3, clause 28.3.4: break_link_timer, autoneg_wait_timer).
    /// </summary>
    public long NegotiationNanoseconds { get; init; } = 2_000_000_000;

    /// <summary>The transmit pointers after OPEN. Chips have been seen with 0; the data sheet does not promise it.</summary>
    public ushort InitialTransmitPointer { get; init; }

    /// <summary>The receive pointers after OPEN.</summary>
    public ushort InitialReceivePointer { get; init; }

    /// <summary>Frames below 60 bytes are padded by the chip. The data sheet does not say so. Without this option such a SEND is a violation.</summary>
    public bool PadsShortFrames { get; init; }

    /// <summary>
    /// Sn_IMR prevents the bits of Sn_IR from being set, as the data sheet says. Otherwise it only masks them for SIR and INTn, as chips behave.
    /// </summary>
    public bool MaskGatesSocketInterrupt { get; init; }

    /// <summary>Whether a breach of the data sheet throws. Otherwise the violation is counted, and the chip does what silicon might do.</summary>
    public bool Strict { get; init; } = true;

    /// <summary>Faults, which may change while the chip runs.</summary>
    public W5500Faults Faults { get; } = new();
}
