// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Chips.Enc28j60;

/// <summary>Silicon errata (DS80349C) that the model can show, by their numbers.</summary>
[Flags]
public enum Enc28J60Errata
{
    /// <summary>A chip as the data sheet describes it.</summary>
    None = 0,

    /// <summary>2: for one millisecond after SRC the MAC and PHY are dead, and CLKRDY does not show it.</summary>
    ResetNotReady = 1 << 2,

    /// <summary>5: writing ERXST or ERXND loads the receive write pointer with 0 instead of ERXST.</summary>
    ReceiveBufferNotAtZero = 1 << 5,

    /// <summary>6: EIR.PKTIF now and then reads 0 although packets wait.</summary>
    PacketFlagUnreliable = 1 << 6,

    /// <summary>12: a transmission aborted in half duplex hangs the transmitter until TXRST; releasing TXRST raises TXERIF.</summary>
    TransmitterHang = 1 << 12,

    /// <summary>13: a false late collision in half duplex leaves TXRTS set, and TXIF never comes.</summary>
    FalseLateCollision = 1 << 13,

    /// <summary>14: an even value in ERXRDPT corrupts the receive buffer.</summary>
    EvenReadPointer = 1 << 14,

    /// <summary>15: ESTAT.LATECOL is not set by a late collision.</summary>
    LateCollisionFlag = 1 << 15,

    /// <summary>17: a DMA checksum kills the packet that is being received.</summary>
    ChecksumDuringReception = 1 << 17,

    /// <summary>18: the pattern match filter lets some packets through that do not match.</summary>
    PatternMatchLeaks = 1 << 18,

    /// <summary>19: SRC does nothing while PWRSV is set.</summary>
    ResetInPowerSave = 1 << 19,

    /// <summary>Everything that the silicon of today has.</summary>
    All = ResetNotReady | ReceiveBufferNotAtZero | PacketFlagUnreliable | TransmitterHang | FalseLateCollision | EvenReadPointer
        | LateCollisionFlag | ChecksumDuringReception | PatternMatchLeaks | ResetInPowerSave,
}
