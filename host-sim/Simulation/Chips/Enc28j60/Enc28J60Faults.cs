// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Chips.Enc28j60;

/// <summary>The faults of one transmission.</summary>
public enum TransmitFault
{
    /// <summary>Three collisions, then it succeeds. Half duplex only.</summary>
    Collisions,

    /// <summary>A collision after the first 64 bytes: aborted. Half duplex only.</summary>
    LateCollision,

    /// <summary>More collisions than MACLCON1 allows: aborted. Half duplex only.</summary>
    ExcessiveCollisions,

    /// <summary>The medium stays busy for too long: aborted. Half duplex only.</summary>
    ExcessiveDeferral,

    /// <summary>It never ends; only TXRST helps.</summary>
    Stuck,
}

/// <summary>Faults that a test or the command line injects. They can change while the chip runs.</summary>
public sealed class Enc28J60Faults
{
    private readonly Queue<TransmitFault> _transmit = new();

    /// <summary>CLKRDY never comes.</summary>
    public bool ClockNeverReady { get; set; }

    /// <summary>The chip does not drive SO, and the host always reads this value.</summary>
    public byte? Silence { get; set; }

    /// <summary>ESTAT.INT always has this value, whatever is pending; null: it works. The INT pin is not affected.</summary>
    public bool? StuckInterruptFlag { get; set; }

    /// <summary>A received packet is stored with a nonsensical next packet pointer.</summary>
    public FaultSwitch CorruptHeaders { get; } = new();

    /// <summary>Probability of a late collision in half duplex, from 0 to 1: a partner that believes in full duplex, or erratum 13.</summary>
    public double LateCollisionRate { get; set; }

    /// <summary>Lets the transmission after those already arranged fail.</summary>
    public void Arrange(TransmitFault fault)
    {
        _transmit.Enqueue(fault);
    }

    internal bool TryTake(bool halfDuplex, out TransmitFault fault)
    {
        if (_transmit.TryPeek(out fault) && (halfDuplex || fault == TransmitFault.Stuck))
        {
            _ = _transmit.Dequeue();
            return true;
        }

        return false;
    }
}
