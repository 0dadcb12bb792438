// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

namespace NanoTcp.Tcp
{
    /// <summary>The states of a connection, in the order of RFC 9293 §3.3.2.</summary>
    public enum TcpState
    {
        /// <summary>No connection.</summary>
        Closed,

        /// <summary>Waiting for a connection request.</summary>
        Listen,

        /// <summary>SYN sent, waiting for the matching one.</summary>
        SynSent,

        /// <summary>SYN received and sent, waiting for the acknowledgment.</summary>
        SynReceived,

        /// <summary>Open: data flows both ways.</summary>
        Established,

        /// <summary>Closed by this end; its FIN is not acknowledged yet.</summary>
        FinWait1,

        /// <summary>Closed by this end and acknowledged; waiting for the other end's FIN.</summary>
        FinWait2,

        /// <summary>Closed by the other end. This end may go on sending.</summary>
        CloseWait,

        /// <summary>Closed by both ends at once; this end's FIN is not acknowledged yet.</summary>
        Closing,

        /// <summary>Closed by the other end, then by this one; waiting for the last acknowledgment.</summary>
        LastAck,

        /// <summary>Closed both ways; waiting until no old segment can be under way.</summary>
        TimeWait,
    }
}
