// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Measure.Soak;

/// <summary>The rules that hold whatever the network, the applications and the other ends do.</summary>
internal enum SoakInvariant
{
    /// <summary>The bytes delivered are a prefix of the bytes sent.</summary>
    Prefix,

    /// <summary>An end of stream, and a FIN on the wire, come after all bytes, and nothing after them.</summary>
    EndOfStream,

    /// <summary>An error that an application gets has a reason.</summary>
    Error,

    /// <summary>Every connection ends in time once its applications have closed it and the network is healthy.</summary>
    Deadline,

    /// <summary>In the end all connections, listeners, ports and peers are free again.</summary>
    Leak,

    /// <summary>The right edge of the advertised window never moves back.</summary>
    WindowEdge,

    /// <summary>No text is sent beyond the window that the other end has advertised, except probes of one byte.</summary>
    BeyondWindow,

    /// <summary>Sequence numbers go on without a gap from the initial one.</summary>
    Sequence,

    /// <summary>The text on the wire is what the application wrote, the first time and each further time.</summary>
    Content,

    /// <summary>Acknowledgments never go back nor beyond what was received.</summary>
    Acknowledgment,

    /// <summary>Text that is acknowledged selectively has arrived, and SACK was agreed on (RFC 2018, RFC 2883).</summary>
    SelectiveAcknowledgment,

    /// <summary>Agreed timestamps never go back, and echo one that has arrived (RFC 7323).</summary>
    Timestamp,

    /// <summary>The urgent pointer shows the end of the written urgent text.</summary>
    Urgent,

    /// <summary>No segment carries more text than the other end wants to receive.</summary>
    SegmentSize,

    /// <summary>An RST is never answered with an RST.</summary>
    ResetAnswered,

    /// <summary>Every packet sent is well formed and its checksums are right.</summary>
    Checksum,

    /// <summary>Only an RST is sent for a connection that does not exist.</summary>
    NoConnection,

    /// <summary>The stack allocates nothing after its construction, except for an address or a name that changes.</summary>
    Allocation,

    /// <summary>A stack that is polled too early has nothing to send.</summary>
    EarlyWork,

    /// <summary>A timer sends a segment again no sooner than the least retransmission timeout after it left, by the true time (RFC 6298 §5).</summary>
    EarlyTimer,

    /// <summary>A stack does not ask for polls at once for ever, and two stacks do not talk without end.</summary>
    Spin,

    /// <summary>In a healthy network what is written arrives.</summary>
    Stall,

    /// <summary>A visitor is served, whoever occupies the server. A board gets an address, a name and the time, and keeps them.</summary>
    Served,

    /// <summary>No two boards have the same address or the same name once their probes on a healthy wire have ended.</summary>
    Unique,

    /// <summary>No call throws.</summary>
    Exception,
}
