// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    /// <summary>The way to ESTABLISHED: from SYN-SENT, from SYN-RECEIVED after a simultaneous open, and from a listener's handshake.</summary>
    internal static class Handshake
    {
        /// <summary>Begins a connection from this end: SYN-SENT.</summary>
        internal static void OpenActive(ControlBlock tcb, Peer peer, int ports, bool portBound, TcpConnectionOptions options)
        {
            uint iss = tcb.Transport.InitialSequence(peer, ports);
            tcb.Begin(peer, ports, options, iss, iss, tcb.Transport.Offered | (portBound ? ConnectionFlag.PortBound : 0));
            tcb.State = TcpState.SynSent;
            tcb.Count(TcpCounter.ActiveOpens);
            tcb.Transport.QueueOutput(tcb);
        }

        /// <summary>Takes over a handshake that a client has just completed. The connection is ESTABLISHED.</summary>
        /// <param name="tcb">The connection.</param>
        /// <param name="listener">Whose port it is.</param>
        /// <param name="peer">The other host, held.</param>
        /// <param name="ports">As for <see cref="ControlBlock.Ports"/>.</param>
        /// <param name="iss">This end's initial sequence number, already sent and acknowledged.</param>
        /// <param name="irs">The other end's.</param>
        /// <param name="options">
        /// As in <see cref="HalfOpenTable"/>: the values of its SYN, whether the SYN,ACK had a closed window, and how often it was sent again. After
        /// a repetition the round trip is not measured.
        /// </param>
        /// <param name="timestamp">Its timestamp, if timestamps were agreed on.</param>
        /// <param name="roundTrip">The time of the last step in milliseconds; less than 0: unknown.</param>
        internal static void OpenPassive(ControlBlock tcb, TcpListener listener, Peer peer, int ports, uint iss, uint irs, int options, int timestamp, int roundTrip)
        {
            tcb.Begin(peer, ports, listener.Options, iss, iss + 1, ConnectionFlag.Waiting);
            AcceptSyn(tcb, irs, 1, options, timestamp);
            int retransmits = options >> HalfOpenTable.RetriesShift & HalfOpenTable.RetriesMask;
            if (roundTrip >= 0 && retransmits == 0)
            {
                RoundTrip.Sample(tcb, roundTrip);
            }
            else if (roundTrip >= 0)
            {
                Acknowledgment.StartAfterLostSyn(tcb, retransmits);
            }

            if ((options & HalfOpenTable.ClosedBit) != 0)
            {
                // There is room now, so the other end may send.
                ReceiveWindow.Begin(tcb, 0);
                tcb.Flags |= ConnectionFlag.AckNow;
                tcb.Variables[Variable.WasKept] = 1;
                tcb.Transport.QueueOutput(tcb);
            }

            listener.Established(tcb);
            Establish(tcb);
        }

        /// <summary>SYN-SENT (§3.10.7.3).</summary>
        internal static void ArrivesInSynSent(ControlBlock tcb, ArrivingSegment segment)
        {
            bool acknowledged = (segment.Control & TcpHeader.Ack) != 0;
            uint acknowledgment = segment.Acknowledgment;
            if (acknowledged && ((int)(acknowledgment - (uint)tcb.Variables[Variable.Iss]) <= 0 || (int)(acknowledgment - tcb.SndNxt) > 0))
            {
                tcb.Count(TcpCounter.AckUnacceptable);
                if ((segment.Control & TcpHeader.Rst) == 0)
                {
                    tcb.Transport.SendReset(tcb.Peer!, tcb.Ports, acknowledgment, 0, TcpHeader.Rst);
                }

                return;
            }

            if ((segment.Control & TcpHeader.Rst) != 0)
            {
                if (acknowledged)
                {
                    tcb.Count(TcpCounter.ResetsReceived);
                    tcb.Fail(SocketError.ConnectionRefused);
                }

                return;
            }

            if ((segment.Control & TcpHeader.Syn) != 0)
            {
                AcceptSyn(tcb, segment.Sequence, segment.Window, tcb.Transport.OptionsOfSyn(), (int)segment.Options.TimestampValue);
                TrimText(tcb, segment);
                if (acknowledged)
                {
                    Complete(tcb, segment);
                }
                else
                {
                    OpenSimultaneously(tcb, segment);
                }
            }
        }

        /// <summary>SYN-RECEIVED, before all checks: handles the other end's repeated SYN. False when the segment needs no further step.</summary>
        internal static bool SynArrivesAgain(ControlBlock tcb, ArrivingSegment segment)
        {
            if ((segment.Control & (TcpHeader.Syn | TcpHeader.Rst)) != TcpHeader.Syn || segment.Sequence != (uint)tcb.Variables[Variable.Irs])
            {
                return true;
            }

            if ((segment.Control & TcpHeader.Ack) == 0)
            {
                // So our SYN,ACK was lost. The timer would repeat the SYN,ACK later.
                Sending.RepeatSyn(tcb);
                return false;
            }

            // Figure 8, a simultaneous open: the SYN is known, and its ACK is new. The rest is handled as if the SYN were trimmed.
            segment.Control &= ~TcpHeader.Syn;
            segment.Sequence++;
            segment.TextSequence++;

            // RFC 7323 §2.2: the window of a SYN is not scaled.
            segment.Window >>= tcb.Flags & ConnectionFlag.SendScale;
            tcb.Flags |= ConnectionFlag.AckNow;
            return true;
        }

        /// <summary>SYN-RECEIVED, fifth: the ACK that ends the handshake. False when it is none.</summary>
        internal static bool AckArrives(ControlBlock tcb, ArrivingSegment segment)
        {
            uint acknowledgment = segment.Acknowledgment;
            if ((int)(acknowledgment - tcb.SndUna) <= 0 || (int)(acknowledgment - tcb.SndNxt) > 0)
            {
                tcb.Count(TcpCounter.AckUnacceptable);
                tcb.Transport.SendReset(tcb.Peer!, tcb.Ports, acknowledgment, 0, TcpHeader.Rst);
                return false;
            }

            Acknowledgment.SynIsAcked(tcb);
            Acknowledgment.SetSendWindow(tcb, segment.Window, segment.TextSequence);
            Establish(tcb);
            if ((tcb.Flags & ConnectionFlag.OutOfOrder) != 0)
            {
                TakeTextOfSyn(tcb, segment);
            }

            return true;
        }

        /// <summary>The text of a SYN begins behind it, and ends with the window. A FIN behind that does not count.</summary>
        private static void TrimText(ControlBlock tcb, ArrivingSegment segment)
        {
            segment.TextSequence = tcb.RcvNxt;
            int room = (int)(tcb.RcvAdv - tcb.RcvNxt);
            if (segment.TextLength > room)
            {
                segment.TextLength = room;
                segment.Control &= ~TcpHeader.Fin;
            }
        }

        /// <summary>SYN,ACK: the connection is open.</summary>
        private static void Complete(ControlBlock tcb, ArrivingSegment segment)
        {
            Acknowledgment.SynIsAcked(tcb);
            Acknowledgment.SetSendWindow(tcb, segment.Window, segment.Sequence);
            tcb.Flags |= ConnectionFlag.AckNow;
            Establish(tcb);
            tcb.Readiness = Readiness.Ready;
            if ((segment.TextLength == 0 || TextArrival.TakeText(tcb, segment))
                && ((segment.Control & TcpHeader.Fin) == 0 || TextArrival.TakeFin(tcb, segment)))
            {
                Sending.Flush(tcb);
            }
        }

        /// <summary>
        /// Both ends opened at once (figure 8). The same SYN leaves again, now with an ACK. Its text waits until the connection is established.
        /// </summary>
        private static void OpenSimultaneously(ControlBlock tcb, ArrivingSegment segment)
        {
            if (segment.TextLength > 0)
            {
                Reassembly.Keep(tcb, segment.Data, segment.TextOffset, segment.TextLength, tcb.RcvNxt);
            }

            tcb.State = TcpState.SynReceived;
            Sending.RepeatSyn(tcb);
        }

        /// <summary>Text from the SYN of a simultaneous open is next now. The present segment may hold it, too.</summary>
        private static void TakeTextOfSyn(ControlBlock tcb, ArrivingSegment segment)
        {
            Reassembly.Join(tcb);
            DelayedAck.TextArrives(tcb, 0);
            int ahead = (int)(segment.TextSequence - tcb.RcvNxt);
            if (ahead < 0)
            {
                segment.TextOffset -= ahead;
                segment.TextLength += ahead;
                segment.TextSequence = tcb.RcvNxt;
            }
        }

        /// <summary>Takes over the values of the other end's SYN.</summary>
        private static void AcceptSyn(ControlBlock tcb, uint sequence, int window, int options, int timestamp)
        {
            TcpTransport transport = tcb.Transport;
            Reassembly.Begin(tcb, sequence);
            ReceiveWindow.Begin(tcb, tcb.Variables[Variable.ReceiveLimit]);

            // A long handshake does not count as silence.
            SlowTimers.IsHeard(tcb);
            int agreed = options & transport.Offered;
            if ((agreed & ConnectionFlag.WindowScaling) != 0)
            {
                agreed |= (options >> HalfOpenTable.ScaleShift & 15) | (transport.WindowScale << ConnectionFlag.ReceiveScaleShift);
            }

            if ((agreed & ConnectionFlag.Timestamps) != 0)
            {
                Timestamps.Begin(tcb, sequence, timestamp);
            }

            tcb.Flags = (tcb.Flags & ~ConnectionFlag.Agreed) | (agreed & ConnectionFlag.Agreed);
            SegmentSize.Set(tcb, options & 0xFFFF);
            Congestion.Start(tcb);
            Acknowledgment.SetSendWindow(tcb, window, sequence);
        }

        private static void Establish(ControlBlock tcb)
        {
            tcb.State = TcpState.Established;
            tcb.Count(TcpCounter.Established);
            if ((tcb.Flags & ConnectionFlag.FinQueued) != 0)
            {
                // CLOSE was called before the handshake was over (RFC 9293 §3.10.4).
                tcb.State = TcpState.FinWait1;
            }

            SlowTimers.Check(tcb);
        }
    }
}
