// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    /// <summary>The size of a segment's text (RFC 9293 §3.7.1), and of its header.</summary>
    internal static class SegmentSize
    {
        internal static void Limit(ControlBlock tcb)
        {
            int mss = Largest(tcb) - (HeaderLength(tcb) - TcpHeader.MinLength);
            tcb.SndMss = tcb.SndMss > mss ? mss : tcb.SndMss;
        }

        /// <summary>Bytes of the header of a segment that is no SYN, without selective acknowledgments.</summary>
        internal static int HeaderLength(ControlBlock tcb)
        {
            return (tcb.Flags & ConnectionFlag.Timestamps) == 0 ? TcpHeader.MinLength : TcpHeader.MinLength + TcpTransport.TimestampsLength;
        }

        /// <summary>
        /// The largest text of a segment, for a maximum segment size of the other end or the path. It is never more, however small that size is (RFC
        /// 9293 §3.7.1, MUST-16). Options count as a part of it (RFC 6691).
        /// </summary>
        internal static void Set(ControlBlock tcb, int mss)
        {
            int largest = Largest(tcb);
            tcb.SndMss = (mss > largest ? largest : mss) - (HeaderLength(tcb) - TcpHeader.MinLength);
        }

        /// <summary>The largest segment that this end sends and receives.</summary>
        internal static int Largest(ControlBlock tcb)
        {
            return tcb.Options.MaxSegment < TcpTransport.MaxSegment ? tcb.Options.MaxSegment : TcpTransport.MaxSegment;
        }
    }
}
