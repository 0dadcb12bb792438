// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Chips.Enc28j60;

/// <summary>Counters of the host's SPI traffic and of frames.</summary>
public sealed class Enc28J60Counters
{
    /// <summary>Chip select assertions: SPI transactions.</summary>
    public long ChipSelects { get; internal set; }

    /// <summary>Opcode bytes.</summary>
    public long OpcodeBytes { get; internal set; }

    /// <summary>Bytes to and from control registers, dummy bytes included.</summary>
    public long RegisterBytes { get; internal set; }

    /// <summary>Bytes to and from the buffer memory.</summary>
    public long BufferBytes { get; internal set; }

    /// <summary>All bytes clocked.</summary>
    public long Bytes => OpcodeBytes + RegisterBytes + BufferBytes;

    /// <summary>RCR instructions.</summary>
    public long RegisterReads { get; internal set; }

    /// <summary>WCR, BFS and BFC instructions.</summary>
    public long RegisterWrites { get; internal set; }

    /// <summary>Instructions that changed ECON1.BSEL.</summary>
    public long BankSwitches { get; internal set; }

    /// <summary>Reads of EIR, ESTAT, ECON1, EPKTCNT and MISTAT.</summary>
    public long StatusPolls { get; internal set; }

    /// <summary>RBM and WBM instructions.</summary>
    public long BufferBursts { get; internal set; }

    /// <summary>Most bytes under one chip select.</summary>
    public long LargestBurst { get; internal set; }

    /// <summary>Rules of the data sheet that the host broke.</summary>
    public long Violations { get; internal set; }

    /// <summary>Frames stored in the receive buffer.</summary>
    public long FramesReceived { get; internal set; }

    /// <summary>Frames put on the wire.</summary>
    public long FramesSent { get; internal set; }

    /// <summary>Transmissions that ended with an error.</summary>
    public long TransmitAborts { get; internal set; }

    /// <summary>Transmissions that reach no station: no link, no valid check sequence, too short, too long, or a full medium.</summary>
    public long TransmitLost { get; internal set; }

    /// <summary>Lost because reception was off or there was no link.</summary>
    public long DroppedReceiverOff { get; internal set; }

    /// <summary>Refused by the filters.</summary>
    public long DroppedByFilter { get; internal set; }

    /// <summary>Refused for a wrong check sequence.</summary>
    public long DroppedByCrc { get; internal set; }

    /// <summary>Shorter than 18 bytes, or longer than MAMXFL.</summary>
    public long DroppedByLength { get; internal set; }

    /// <summary>MAC control frames that MACON1.PASSALL does not pass.</summary>
    public long DroppedControl { get; internal set; }

    /// <summary>No room between the write pointer and ERXRDPT.</summary>
    public long DroppedBufferFull { get; internal set; }

    /// <summary>EPKTCNT was 255.</summary>
    public long DroppedCountFull { get; internal set; }

    /// <summary>Lost while they were being received: RXRST, or erratum 17.</summary>
    public long DroppedAborted { get; internal set; }

    /// <summary>Resets the counters of SPI traffic, so that a test can count one exchange.</summary>
    public void ClearBus()
    {
        ChipSelects = 0;
        OpcodeBytes = 0;
        RegisterBytes = 0;
        BufferBytes = 0;
        RegisterReads = 0;
        RegisterWrites = 0;
        BankSwitches = 0;
        StatusPolls = 0;
        BufferBursts = 0;
        LargestBurst = 0;
    }
}
