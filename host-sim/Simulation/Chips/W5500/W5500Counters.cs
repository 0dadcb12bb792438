// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Simulation.Chips.W5500;

/// <summary>Counters of the host's SPI traffic and of frames.</summary>
public sealed class W5500Counters
{
    /// <summary>Times that chip select became active: transactions.</summary>
    public long ChipSelects { get; internal set; }

    /// <summary>Bytes clocked, of all classes.</summary>
    public long Bytes => HeaderBytes + RegisterBytes + BufferBytes;

    /// <summary>Bytes of address and control phases.</summary>
    public long HeaderBytes { get; internal set; }

    /// <summary>Data bytes of registers.</summary>
    public long RegisterBytes { get; internal set; }

    /// <summary>Data bytes of the socket buffers.</summary>
    public long BufferBytes { get; internal set; }

    /// <summary>SPI frames that read registers.</summary>
    public long RegisterReads { get; internal set; }

    /// <summary>SPI frames that wrote registers.</summary>
    public long RegisterWrites { get; internal set; }

    /// <summary>SPI frames that read a socket's command, interrupt, status or size registers.</summary>
    public long StatusPolls { get; internal set; }

    /// <summary>SPI frames that read PHYCFGR.</summary>
    public long LinkPolls { get; internal set; }

    /// <summary>Data bytes of the longest SPI frame.</summary>
    public int LargestBurst { get; internal set; }

    /// <summary>Bytes written to registers that can only be read; the chip ignores them.</summary>
    public long IgnoredWrites { get; internal set; }

    /// <summary>Rules of the data sheet that the host broke.</summary>
    public long Violations { get; internal set; }

    /// <summary>Frames stored in the receive buffer.</summary>
    public long FramesReceived { get; internal set; }

    /// <summary>Frames put on the wire for the host.</summary>
    public long FramesSent { get; internal set; }

    /// <summary>Frames that found no room in the receive buffer.</summary>
    public long DroppedFull { get; internal set; }

    /// <summary>Frames that the filters of Sn_MR turned away.</summary>
    public long DroppedFiltered { get; internal set; }

    /// <summary>Frames that came while socket 0 was not open as MACRAW.</summary>
    public long DroppedClosed { get; internal set; }

    /// <summary>Frames that came while the link was down.</summary>
    public long DroppedLinkDown { get; internal set; }

    /// <summary>Frames longer than Ethernet allows.</summary>
    public long DroppedTooLong { get; internal set; }

    /// <summary>Frames whose transmission ended without SENDOK, by the link or by an injected fault.</summary>
    public long StalledSends { get; internal set; }

    /// <summary>Answers of the chip's own TCP/IP engine. A host with a stack of its own has to keep this at zero.</summary>
    public long EngineAnswers { get; internal set; }

    /// <summary>Whether the bus was clocked faster than the guaranteed 33.3 MHz.</summary>
    public bool ClockBeyondGuarantee { get; internal set; }

    /// <summary>Resets the counters of SPI traffic, so that a test can count one exchange.</summary>
    public void ClearBus()
    {
        ChipSelects = 0;
        HeaderBytes = 0;
        RegisterBytes = 0;
        BufferBytes = 0;
        RegisterReads = 0;
        RegisterWrites = 0;
        StatusPolls = 0;
        LinkPolls = 0;
        LargestBurst = 0;
        IgnoredWrites = 0;
    }
}
