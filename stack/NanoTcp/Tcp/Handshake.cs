// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    /// <summary>The way to ESTABLISHED: SYN-SENT, SYN-RECEIVED after a simultaneous open, and what a listener's handshake becomes.</summary>
    internal static class Handshake
    {
        /// <summary>Begins a connection from this end: SYN-SENT.</summary>
        internal static void OpenActive(ControlBlock tcb, Peer peer, int ports, bool portBound, TcpConnectionOptions options)
        {
            uint iss = tcb.Transport.InitialSequence(peer, ports);
            tcb.Begin(peer, ports, options, iss, iss, tcb.Transport.Offered | (portBound ? Mark.PortBound : 0));
            tcb.State = TcpState.SynSent;
            tcb.Count(TcpCounter.ActiveOpens);
            tcb.Transport.QueueOutput(tcb);
        }

        /// <summary>Takes over a handshake that another end began and has just ended: ESTABLISHED.</summary>
        /// <param name="tcb">The connection.</param>
        /// <param name="listener">Whose port it is.</param>
        /// <param name="peer">The other host, held.</param>
        /// <param name="ports">As for <see cref="ControlBlock.Ports"/>.</param>
        /// <param name="iss">This end's initial sequence number, already sent and acknowledged.</param>
        /// <param name="irs">The other end's.</param>
        /// <param name="options">
        /// As in <see cref="HalfOpenTable"/>: what its SYN says, whether the SYN,ACK told a closed window, and how often it was sent again: the round trip
        /// says nothing then.
        /// </param>
        /// <param name="timestamp">Its timestamp, if timestamps were agreed on.</param>
        /// <param name="roundTrip">How long the last step took, in milliseconds; less than 0: nobody knows.</param>
        internal static void OpenPassive(ControlBlock tcb, TcpListener listener, Peer peer, int ports, uint iss, uint irs, int options, int timestamp, int roundTrip)
        {
            tcb.Begin(peer, ports, listener.Options, iss, iss + 1, Mark.Waiting);
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
                // There is room now, and the other end may send.
                ReceiveWindow.Begin(tcb, 0);
                tcb.Marks |= Mark.AckNow;
                tcb.Words[Word.WasKept] = 1;
                tcb.Transport.QueueOutput(tcb);
            }

            listener.Established(tcb);
            Establish(tcb);
        }

        /// <summary>SYN-SENT (§3.10.7.3).</summary>
        internal static void ArrivesInSynSent(ControlBlock tcb, byte[] data, int text, int length, uint sequence, uint acknowledgment, int control, int window)
        {
            bool acknowledged = (control & TcpHeader.Ack) != 0;
            if (acknowledged && ((int)(acknowledgment - (uint)tcb.Words[Word.Iss]) <= 0 || (int)(acknowledgment - tcb.SndNxt) > 0))
            {
                tcb.Count(TcpCounter.AckUnacceptable);
                if ((control & TcpHeader.Rst) == 0)
                {
                    tcb.Transport.SendReset(tcb.Peer!, tcb.Ports, acknowledgment, 0, TcpHeader.Rst);
                }

                return;
            }

            if ((control & TcpHeader.Rst) != 0)
            {
                if (acknowledged)
                {
                    tcb.Count(TcpCounter.ResetsReceived);
                    tcb.Fail(SocketError.ConnectionRefused);
                }

                return;
            }

            if ((control & TcpHeader.Syn) == 0)
            {
                return;
            }

            AcceptSyn(tcb, sequence, window, tcb.Transport.OptionsOfSyn(), (int)tcb.Transport.Received.TimestampValue);
            int room = (int)(tcb.RcvAdv - tcb.RcvNxt);
            if (!acknowledged)
            {
                // Both ends opened at once (figure 8): the same SYN again, now with an ACK. Its text waits until the connection stands.
                if (length > 0)
                {
                    Reassembly.Keep(tcb, data, text, length < room ? length : room, tcb.RcvNxt);
                }

                tcb.State = TcpState.SynReceived;
                Sending.RepeatSyn(tcb);
                return;
            }

            Acknowledgment.SynIsAcked(tcb);
            Acknowledgment.SetSendWindow(tcb, window, sequence);
            tcb.Marks |= Mark.AckNow;
            Establish(tcb);
            tcb.Readiness = Readiness.Ready;
            if (length > 0 && !TextArrival.Arrives(tcb, data, text, length < room ? length : room, tcb.RcvNxt, 0, acknowledgment))
            {
                return;
            }

            if ((control & TcpHeader.Fin) != 0 && length <= room && !TextArrival.FinArrives(tcb, control, sequence + 1 + (uint)length))
            {
                return;
            }

            Sending.Flush(tcb);
        }

        /// <summary>Takes over what the other end's SYN says.</summary>
        private static void AcceptSyn(ControlBlock tcb, uint sequence, int window, int options, int timestamp)
        {
            TcpTransport transport = tcb.Transport;
            Timestamps.Begin(tcb, sequence, timestamp);
            Reassembly.Begin(tcb, sequence);
            ReceiveWindow.Begin(tcb, tcb.Words[Word.ReceiveLimit]);

            // A handshake that took long is no silence.
            SlowTimers.IsHeard(tcb);
            int agreed = options & transport.Offered;
            if ((agreed & Mark.WindowScaling) != 0)
            {
                agreed |= (options >> HalfOpenTable.ScaleShift & 15) | (transport.WindowScale << Mark.ReceiveScaleShift);
            }

            tcb.Marks = (tcb.Marks & ~Mark.Agreed) | (agreed & Mark.Agreed);
            SegmentSize.Set(tcb, options & 0xFFFF);
            Congestion.Start(tcb);
            Acknowledgment.SetSendWindow(tcb, window, sequence);
        }

        internal static void Establish(ControlBlock tcb)
        {
            tcb.State = TcpState.Established;
            tcb.Count(TcpCounter.Established);
            if ((tcb.Marks & Mark.FinQueued) != 0)
            {
                // CLOSE was called before the handshake was over (RFC 9293 §3.10.4).
                tcb.State = TcpState.FinWait1;
            }

            SlowTimers.Check(tcb);
        }
    }
}
