// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Chips.W5500;

/// <summary>Faults that the data sheet warns of, or that users of real chips report.</summary>
public sealed class W5500Faults
{
    /// <summary>
    /// Sn_RX_RSR and Sn_TX_FSR change between their two bytes: the first is of the value before the last change. An occasion is a read that would
    /// show it.
    /// </summary>
    public FaultSwitch TornReads { get; } = new();

    /// <summary>A received frame is stored with <see cref="BrokenPrefix"/> in place of its length.</summary>
    public FaultSwitch BrokenPrefixes { get; } = new();

    /// <summary>The value of a broken length prefix.</summary>
    public ushort BrokenPrefix { get; set; }

    /// <summary>A SEND is accepted, but no frame leaves and no SENDOK comes until the socket is closed.</summary>
    public FaultSwitch LostSends { get; } = new();

    /// <summary>MR.RST stays set for ever.</summary>
    public bool StuckReset { get; set; }

    /// <summary>How long VERSIONR reads as zero after a reset.</summary>
    public long VersionZeroNanoseconds { get; set; }
}
