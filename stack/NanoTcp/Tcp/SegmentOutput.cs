// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    /// <summary>One segment that leaves: its header and options.</summary>
    internal static partial class SegmentOutput
    {
        private const int Segment = TransmitFrame.PayloadOffset;

        private const int SackWord = (TcpHeader.OptionNop << 24) | (TcpHeader.OptionNop << 16) | (TcpHeader.OptionSack << 8);

        /// <summary>Blocks of selective acknowledgments that a header has room for (RFC 2018 §3).</summary>
        private const int MaxSackBlocks = 4;

        /// <summary>Sends the segment whose text and options, except timestamps, are already in the transmit frame.</summary>
        internal static void Emit(ControlBlock tcb, int control, uint sequence, int headerLength, int textLength)
        {
            int window = 0;
            if ((control & (TcpHeader.Syn | TcpHeader.Rst)) == 0)
            {
                window = ReceiveWindow.Next(tcb);
            }
            else if ((control & TcpHeader.Rst) == 0)
            {
                // RFC 7323 §2.2: the window of a SYN is not scaled. An ACK may have offered more in between.
                window = (int)(tcb.RcvAdv - tcb.RcvNxt);
                window = window > 65535 ? 65535 : window;
            }

            // Only the first SYN acknowledges nothing, and RCV.NXT is 0 then.
            tcb.Flags &= ~ConnectionFlag.AckNow;
            tcb.AckAt = 0;
            LetTheLinkCut(tcb, ref textLength);
            int word = (headerLength << 26) | (control << 16) | window;
            if ((tcb.Flags & (ConnectionFlag.Timestamps | ConnectionFlag.UrgentOut)) != 0)
            {
                EmitRare(tcb, word, sequence, headerLength + textLength);
            }
            else
            {
                tcb.Transport.SendSegment(tcb.Peer!, tcb.Ports, sequence, tcb.RcvNxt, word, headerLength + textLength);
            }

            HasCut(tcb);
        }

        /// <summary>On the desktop: a link may take long text from the ring itself. Then there is nothing to copy, and <see cref="LetTheLinkCut"/> puts the length back.</summary>
        static partial void LeaveInRing(ControlBlock tcb, uint sequence, ref int length);

        /// <summary>On the desktop: a segment that is longer than the other end takes is one that the link cuts.</summary>
        static partial void LetTheLinkCut(ControlBlock tcb, ref int textLength);

        /// <summary>On the desktop: the next segment is not cut.</summary>
        static partial void HasCut(ControlBlock tcb);

        /// <summary>Sends text of the buffer.</summary>
        internal static void EmitText(ControlBlock tcb, int control, uint sequence, int length)
        {
            int headerLength = (tcb.Flags & ConnectionFlag.Timestamps) == 0 ? TcpHeader.MinLength : SegmentSize.HeaderLength(tcb);
            LeaveInRing(tcb, sequence, ref length);
            if (length > 0)
            {
                byte[] ring = tcb.SendBuffer;
                byte[] frame = (tcb.Transport.Frame ?? tcb.Transport.ClaimFrame()).Data;
                int position = tcb.SendHead + (int)(sequence - tcb.SndUna);
                if (position + length <= ring.Length)
                {
                    Array.Copy(ring, position, frame, TransmitFrame.PayloadOffset + headerLength, length);
                }
                else
                {
                    Ring.Read(ring, position, frame, TransmitFrame.PayloadOffset + headerLength, length);
                }
            }

            Emit(tcb, control, sequence, headerLength, length);
        }

        /// <summary>Sends a segment that may have timestamps, and may point to urgent text.</summary>
        private static void EmitRare(ControlBlock tcb, int word, uint sequence, int length)
        {
            TcpTransport transport = tcb.Transport;
            if ((tcb.Flags & ConnectionFlag.Timestamps) != 0 && (word & (TcpHeader.Syn << 16)) == 0)
            {
                Timestamps.Write(tcb);
            }

            int urgent = (int)((uint)tcb.Variables[Variable.SndUp] - sequence);
            if ((tcb.Flags & ConnectionFlag.UrgentOut) == 0 || urgent <= 0)
            {
                transport.SendSegment(tcb.Peer!, tcb.Ports, sequence, tcb.RcvNxt, word, length);
                return;
            }

            // RFC 9293 §3.8.5: the pointer is to the last urgent byte.
            transport.PointToUrgent(urgent > 65535 ? 65535 : urgent - 1);
            transport.SendSegment(tcb.Peer!, tcb.Ports, sequence, tcb.RcvNxt, word | (TcpHeader.Urg << 16), length);
            transport.PointToUrgent(0);
        }

        /// <summary>
        /// Writes the option that reports text that came twice, and text behind a hole, the latest first (RFC 2018 §4, RFC 2883 §4). Returns its
        /// bytes.
        /// </summary>
        private static int WriteSack(ControlBlock tcb, int at)
        {
            int[] variables = tcb.Variables;
            byte[] data = tcb.Transport.ClaimFrame().Data;
            int most = (tcb.Flags & ConnectionFlag.Timestamps) == 0 ? MaxSackBlocks : MaxSackBlocks - 1;
            int block = at + 4;
            if ((tcb.Flags & ConnectionFlag.DuplicateText) != 0)
            {
                Reassembly.HasToldDuplicate(tcb);
                block = WriteBlock(data, block, (uint)variables[Variable.DuplicateStart], (uint)variables[Variable.DuplicateEnd]);
                most--;
            }

            for (int i = 0; i < variables[Reassembly.List] && i < most; i++)
            {
                block = WriteBlock(data, block, Ranges.Start(variables, Reassembly.List, i), Ranges.End(variables, Reassembly.List, i));
            }

            BigEndian.WriteUInt32(data, at, (uint)(SackWord | (block - at - 2)));
            return block - at;
        }

        private static int WriteBlock(byte[] data, int at, uint start, uint end)
        {
            BigEndian.WriteUInt32(data, at, start);
            BigEndian.WriteUInt32(data, at + 4, end);
            return at + 8;
        }

        /// <summary>Sends an acknowledgment, with a report of missing text or text that came twice. False when the link is busy.</summary>
        internal static bool SendAck(ControlBlock tcb)
        {
            if (!tcb.Stack.Controller.CanTransmit() && !tcb.Peer!.IsThisHost)
            {
                WaitForLink(tcb);
                return false;
            }

            int headerLength = TcpHeader.MinLength;
            if ((tcb.Flags & (ConnectionFlag.Timestamps | ConnectionFlag.OutOfOrder | ConnectionFlag.DuplicateText)) != 0)
            {
                headerLength = SegmentSize.HeaderLength(tcb);

                // Text that came with a SYN waits in SYN-RECEIVED, but not behind a hole.
                if ((tcb.Flags & ConnectionFlag.Sack) != 0 && (tcb.Flags & (ConnectionFlag.OutOfOrder | ConnectionFlag.DuplicateText)) != 0 && tcb.State != TcpState.SynReceived)
                {
                    headerLength += WriteSack(tcb, TransmitFrame.PayloadOffset + headerLength);
                }
            }

            Emit(tcb, TcpHeader.Ack, tcb.SndNxt == tcb.SndUna ? tcb.SndNxt : AcceptableSequence(tcb), headerLength, 0);
            return true;
        }

        internal static void SendReset(ControlBlock tcb)
        {
            if (!tcb.Stack.Controller.CanTransmit() && !tcb.Peer!.IsThisHost)
            {
                // If the RST is lost, the other end gets one for its next segment.
                tcb.Stack.Count(Counter.LinkBusy);
                return;
            }

            tcb.Count(TcpCounter.ResetsSent);
            Emit(tcb, TcpHeader.Rst | TcpHeader.Ack, AcceptableSequence(tcb), SegmentSize.HeaderLength(tcb), 0);
        }

        /// <summary>
        /// The sequence number of an empty segment: SND.NXT, or the right edge of the window if a probe or a shrunken window has put SND.NXT beyond
        /// it. The other end would ignore a segment there.
        /// </summary>
        private static uint AcceptableSequence(ControlBlock tcb)
        {
            uint edge = tcb.SndUna + (uint)tcb.SndWnd;
            return (int)(tcb.SndNxt - edge) > 0 ? edge : tcb.SndNxt;
        }

        internal static void WaitForLink(ControlBlock tcb)
        {
            if (tcb.RetransmitAt == 0 && (tcb.SendCount > 0 || tcb.SndUna != tcb.SndNxt || (tcb.Flags & (ConnectionFlag.FinQueued | ConnectionFlag.FinSent)) == ConnectionFlag.FinQueued))
            {
                // The connection also ends on a link that never takes anything.
                RetransmissionTimer.StartProbe(tcb, tcb.Rto);
            }

            tcb.Transport.QueueOutput(tcb);
        }
    }
}
