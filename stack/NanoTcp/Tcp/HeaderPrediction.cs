// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    /// <summary>
    /// Header prediction (the fast path for RFC 793). Nearly every segment has only the next text, or only an acknowledgment. Each method takes a
    /// segment at RCV.NXT without options, and without flags except ACK and PSH. False when the segment is not the expected one; then nothing has
    /// changed.
    /// </summary>
    internal static class HeaderPrediction
    {
        /// <summary>How the next segment begins, as BitConverter reads eight bytes: ports and RCV.NXT.</summary>
        internal static ulong ExpectedStart(ControlBlock tcb)
        {
            // BigEndian.Swap, in line.
            uint next = tcb.RcvNxt;
            uint wire = (next << 24) | ((next & 0xFF00) << 8) | (next >> 8 & 0xFF00) | (next >> 24);
            return (uint)tcb.Ports | ((ulong)wire << 32);
        }

        /// <summary>Its expected SND.UNA and SND.WND are not known yet.</summary>
        /// <param name="tcb">The connection.</param>
        /// <param name="data">The frame.</param>
        /// <param name="offset">Where the text stands.</param>
        /// <param name="text">Bytes of it.</param>
        /// <param name="numbers">The second eight bytes of the header as BitConverter reads them: acknowledgment number, data offset, flags and window.</param>
        internal static bool TakePlain(ControlBlock tcb, byte[] data, int offset, int text, ulong numbers)
        {
            if (tcb.State != TcpState.Established)
            {
                return false;
            }

            int window = (int)((numbers >> 40 & 0xFF00) | (numbers >> 56)) << (tcb.Flags & ConnectionFlag.SendScale);
            uint acked = BigEndian.Swap((uint)numbers) - tcb.SndUna;
            if (text > 0)
            {
                return acked == 0 && window == tcb.SndWnd && TakeText(tcb, data, offset, text);
            }

            uint inFlight = tcb.SndNxt - tcb.SndUna;
            if (tcb.SndWnd == 0 || acked > inFlight || (acked == 0 && inFlight > 0))
            {
                // An acknowledgment without news may report a loss.
                return false;
            }

            Acknowledgment.SetSendWindow(tcb, window, tcb.RcvNxt);
            if (acked > 0)
            {
                return TakeAck(tcb, (uint)numbers);
            }

            tcb.Variables[Variable.HeardAt] = (int)tcb.Stack.Now;
            if (tcb.SendCount > 0)
            {
                Sending.Flush(tcb);
            }

            return true;
        }

        /// <summary>Text, with SND.UNA and SND.WND as they are, in ESTABLISHED.</summary>
        internal static bool TakeText(ControlBlock tcb, byte[] data, int offset, int text)
        {
            uint next = tcb.RcvNxt;
            if (text > (int)(tcb.RcvAdv - next))
            {
                return false;
            }

            byte[] ring = tcb.ReceiveBuffer;
            int count = tcb.ReceiveCount;
            int position = tcb.ReceiveHead + count;
            if (position + text <= ring.Length)
            {
                Array.Copy(data, offset, ring, position, text);
            }
            else
            {
                Ring.Write(ring, position, data, offset, text);
            }

            tcb.Variables[Variable.HeardAt] = (int)tcb.Stack.Now;
            tcb.ReceiveCount = count + text;
            tcb.RcvNxt = next + (uint)text;
            tcb.Readiness = Readiness.Ready;
            DelayedAck.TextArrives(tcb, text);
            return true;
        }

        /// <summary>No text, and SND.WND as it is, in ESTABLISHED.</summary>
        /// <param name="tcb">The connection.</param>
        /// <param name="wire">The acknowledgment number as BitConverter reads it.</param>
        internal static bool TakeAck(ControlBlock tcb, uint wire)
        {
            // BigEndian.Swap, in line.
            uint acknowledgment = (wire << 24) | ((wire & 0xFF00) << 8) | (wire >> 8 & 0xFF00) | (wire >> 24);
            uint una = tcb.SndUna;
            int acked = (int)(acknowledgment - una);
            if ((uint)(acked - 1) >= tcb.SndNxt - una)
            {
                return false;
            }

            int[] variables = tcb.Variables;
            int now = (int)tcb.Stack.Now;
            variables[Variable.HeardAt] = now;
            int left = tcb.SendCount - acked;
            tcb.SendCount = left;
            tcb.SndUna = acknowledgment;
            if (tcb.Readiness == Readiness.AwaitingSpace)
            {
                tcb.Readiness = Readiness.Ready;
            }

            if ((uint)variables[Variable.MeasuredSequence] - una - 1 < (uint)acked)
            {
                RoundTrip.Sample(tcb, now - variables[Variable.MeasuredAt]);
            }

            if (tcb.CongestionWindow <= tcb.SendBuffer.Length)
            {
                Congestion.Grow(tcb, acked);
            }

            if (left == 0)
            {
                tcb.SendHead = 0;
                tcb.RetransmitAt = 0;
                return true;
            }

            int head = tcb.SendHead + acked;
            tcb.SendHead = head >= tcb.SendBuffer.Length ? head - tcb.SendBuffer.Length : head;
            if (acknowledgment == tcb.SndNxt)
            {
                tcb.RetransmitAt = 0;
            }
            else
            {
                RetransmissionTimer.Start(tcb);
            }

            if (left > (int)(tcb.SendCursor - acknowledgment))
            {
                Sending.Flush(tcb);
            }

            return true;
        }
    }
}
