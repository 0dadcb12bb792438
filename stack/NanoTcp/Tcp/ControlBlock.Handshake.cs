// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    // The way to ESTABLISHED: SYN-SENT, SYN-RECEIVED after a simultaneous open, and what a listener's handshake becomes.
    internal sealed partial class ControlBlock
    {
        /// <summary>Begins a connection from this end: SYN-SENT.</summary>
        internal void OpenActive(Peer peer, int ports, bool portBound, TcpConnectionOptions options)
        {
            uint iss = _transport.InitialSequence(peer, ports);
            Begin(peer, ports, options, iss, iss, _transport.Offered | (portBound ? Mark.PortBound : 0));
            _rcvNxt = 0;
            _sndWnd = 0;
            _state = TcpState.SynSent;
            Count(Counter.TcpActiveOpens);
            _transport.QueueOutput(this);
        }

        /// <summary>Takes over a handshake that another end began and has just ended: ESTABLISHED.</summary>
        /// <param name="listener">Whose port it is.</param>
        /// <param name="peer">The other host, held.</param>
        /// <param name="ports">As for <see cref="Ports"/>.</param>
        /// <param name="iss">This end's initial sequence number, already sent and acknowledged.</param>
        /// <param name="irs">The other end's.</param>
        /// <param name="options">
        /// As in <see cref="HalfOpenTable"/>: what its SYN says, whether the SYN,ACK told a closed window, and how often it was sent again: the round trip
        /// says nothing then.
        /// </param>
        /// <param name="timestamp">Its timestamp, if timestamps were agreed on.</param>
        /// <param name="roundTrip">How long the last step took, in milliseconds; less than 0: nobody knows.</param>
        internal void OpenPassive(TcpListener listener, Peer peer, int ports, uint iss, uint irs, int options, int timestamp, int roundTrip)
        {
            Begin(peer, ports, listener.Options, iss, iss + 1, Mark.Waiting);
            AcceptSyn(irs, 1, options, timestamp);
            int retransmits = options >> HalfOpenTable.RetriesShift & HalfOpenTable.RetriesMask;
            if (roundTrip >= 0 && retransmits == 0)
            {
                Sample(roundTrip);
            }
            else if (roundTrip >= 0)
            {
                StartCautiously(retransmits);
            }

            if ((options & HalfOpenTable.ClosedBit) != 0)
            {
                // There is room now, and the other end may send.
                _rcvAdv = _rcvNxt;
                Marks |= Mark.AckNow;
                _words[Word.WasKept] = 1;
                _transport.QueueOutput(this);
            }

            listener.Established(this);
            Establish();
        }

        private void TransmitSyn()
        {
            uint iss = (uint)_words[Word.Iss];
            if (_cursor != iss)
            {
                if ((Marks & Mark.AckNow) != 0)
                {
                    SendAck();
                }

                return;
            }

            if (_retransmitAt == 0)
            {
                // Before the SYN leaves: the attempt ends in time on a link that takes nothing, too. Not when it is repeated because the other end
                // repeats its SYN: that must not put off the end.
                StartRetransmitTimer();
            }

            if (!_stack.Controller.CanTransmit())
            {
                WaitForLink();
                return;
            }

            if (_sndNxt == iss)
            {
                StartRetransmitTimer();
                _words[Word.MeasuredSequence] = (int)iss + 1;
                _words[Word.MeasuredAt] = (int)_stack.Now;
            }
            else
            {
                CountResent();
            }

            _cursor = iss + 1;
            _sndNxt = _cursor;
            int control = TcpHeader.Syn | TcpHeader.Ack;
            if (_state == TcpState.SynSent)
            {
                control = TcpHeader.Syn;
                _rcvAdv = (uint)LargestWindow(_words[Word.ReceiveLimit]);
            }

            Emit(control, iss, _transport.WriteSynOptions(LargestSegment(), Marks, Peer!, _words[Word.TimestampRecent]), 0);
        }

        private void RepeatSyn()
        {
            _cursor = (uint)_words[Word.Iss];
            Transmit();
        }

        /// <summary>SYN-SENT (§3.10.7.3).</summary>
        private void ArrivesInSynSent(byte[] data, int text, int length, uint sequence, uint acknowledgment, int control, int window)
        {
            bool acknowledged = (control & TcpHeader.Ack) != 0;
            if (acknowledged && ((int)(acknowledgment - (uint)_words[Word.Iss]) <= 0 || (int)(acknowledgment - _sndNxt) > 0))
            {
                Count(Counter.TcpAckUnacceptable);
                if ((control & TcpHeader.Rst) == 0)
                {
                    _transport.SendReset(Peer!, Ports, acknowledgment, 0, TcpHeader.Rst);
                }

                return;
            }

            if ((control & TcpHeader.Rst) != 0)
            {
                if (acknowledged)
                {
                    Count(Counter.TcpResetsReceived);
                    Fail(SocketError.ConnectionRefused);
                }

                return;
            }

            if ((control & TcpHeader.Syn) == 0)
            {
                return;
            }

            AcceptSyn(sequence, window, _transport.OptionsOfSyn(), (int)_transport.Received.TimestampValue);
            int room = (int)(_rcvAdv - _rcvNxt);
            if (!acknowledged)
            {
                // Both ends opened at once (figure 8): the same SYN again, now with an ACK. Its text waits until the connection stands.
                if (length > 0)
                {
                    KeepOutOfOrder(data, text, length < room ? length : room, _rcvNxt, 0);
                }

                _state = TcpState.SynReceived;
                _cursor = (uint)_words[Word.Iss];
                Transmit();
                return;
            }

            AckSyn();
            SetSendWindow(window, sequence);
            Marks |= Mark.AckNow;
            Establish();
            if (length > 0 && !TextArrives(data, text, length < room ? length : room, _rcvNxt, 0, acknowledgment))
            {
                return;
            }

            if ((control & TcpHeader.Fin) != 0 && length <= room && !FinArrives(control, sequence + 1 + (uint)length))
            {
                return;
            }

            Transmit();
        }

        /// <summary>Takes over what the other end's SYN says.</summary>
        private void AcceptSyn(uint sequence, int window, int options, int timestamp)
        {
            int[] words = _words;
            TcpTransport transport = _transport;
            words[Word.Irs] = (int)sequence;
            words[Word.LastAckSent] = (int)sequence + 1;
            words[Word.TimestampRecent] = timestamp;

            // A handshake that took long is no silence.
            words[Word.HeardAt] = (int)_stack.Now;
            _rcvNxt = sequence + 1;

            // The window of a SYN was not scaled, whatever will be.
            int free = words[Word.ReceiveLimit];
            _rcvAdv = _rcvNxt + (uint)(free > 65535 ? 65535 : free);
            int agreed = options & transport.Offered;
            if ((agreed & Mark.WindowScaling) != 0)
            {
                agreed |= (options >> HalfOpenTable.ScaleShift & 15) | (transport.WindowScale << Mark.ReceiveScaleShift);
            }

            Marks = (Marks & ~transport.Offered) | agreed;

            SetSegmentSize(options & 0xFFFF);
            SetCongestionWindow(InitialSegments * _sndMss);
            SetSendWindow(window, sequence);
        }

        /// <summary>The other end has acknowledged our SYN.</summary>
        private void AckSyn()
        {
            int[] words = _words;
            uint una = (uint)words[Word.Iss] + 1;
            Measure(una);
            _sndUna = una;
            _cursor = una;
            if (words[Word.Retransmits] > 0)
            {
                StartCautiously(words[Word.Retransmits]);
            }

            words[Word.Retransmits] = 0;
            Marks &= ~Mark.BackedOff;
            _retransmitAt = 0;
        }

        /// <summary>
        /// A handshake that lost its SYN starts the transfer with three seconds (RFC 6298 §5.7), however far it had backed off; one that lost it
        /// twice, with one segment (RFC 5681 §3.1, as RFC 6928 §2 has it).
        /// </summary>
        private void StartCautiously(int retransmits)
        {
            if (retransmits > 1)
            {
                SetCongestionWindow(_sndMss);
            }

            if (_words[Word.Srtt8] == 0)
            {
                _rto = _transport.InitialRto < 3000 ? 3000 : _transport.InitialRto;
            }
        }

        private void Establish()
        {
            _state = TcpState.Established;
            Count(Counter.TcpEstablished);
            if ((Marks & Mark.FinQueued) != 0)
            {
                // CLOSE was called before the handshake was over (RFC 9293 §3.10.4).
                _state = TcpState.FinWait1;
            }

            StartWatch();
        }
    }
}
