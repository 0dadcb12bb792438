// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Link;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    // Leaving segments: their checksums, and segments that belong to no connection.
    public sealed partial class TcpTransport
    {
        /// <summary>Bytes of the timestamps option with the padding in front of it.</summary>
        internal const int TimestampsLength = 12;

        /// <summary>NOP, NOP, timestamps (RFC 7323, appendix A).</summary>
        internal const int PaddedTimestamps = (TcpHeader.OptionNop << 24) | (TcpHeader.OptionNop << 16) | TimestampsWord;

        // Kind and length of options, as in a word.
        private const int TimestampsWord = (TcpHeader.OptionTimestamps << 8) | TcpHeader.OptionTimestampsLength;
        private const int SackPermittedWord = (TcpHeader.OptionSackPermitted << 24) | (TcpHeader.OptionSackPermittedLength << 16);
        private const int MssWord = (TcpHeader.OptionMss << 24) | (TcpHeader.OptionMssLength << 16);
        private const int WindowScaleWord = (TcpHeader.OptionNop << 24) | (TcpHeader.OptionWindowScale << 16) | (TcpHeader.OptionWindowScaleLength << 8);

        private const int Segment = TransmitFrame.PayloadOffset;

        /// <summary>
        /// The transmit frame, for the next segment. If another protocol has written into it since the last segment, it gets a header of zeros, and
        /// this remembers that header.
        /// </summary>
        internal TransmitFrame ClaimFrame()
        {
            TransmitFrame? held = Frame;
            if (held != null)
            {
                return held;
            }

            TransmitFrame frame = _stack.Claim(this);
            Array.Clear(frame.Data, Segment, TcpHeader.MinLength);
            _sentPorts = 0;
            _sentSequence = 0;
            _sentAck = 0;
            _sentWord = 0;
            _sentUrgentPointer = 0;
            return frame;
        }

        /// <summary>Writes the urgent pointer of the next segments: 0 unless they are urgent.</summary>
        internal void PointToUrgent(int pointer)
        {
            BigEndian.WriteUInt16(ClaimFrame().Data, Segment + TcpHeader.UrgentPointer, pointer);
            _sentUrgentPointer = pointer;
        }

        /// <summary>
        /// Sends a segment whose options and text are in the stack's transmit frame. The header is written only where it differs from the segment
        /// before. Its checksum is computed from the numbers.
        /// </summary>
        /// <param name="peer">The other host.</param>
        /// <param name="ports">As for <see cref="ControlBlock.Ports"/>.</param>
        /// <param name="sequence">The sequence number.</param>
        /// <param name="acknowledgment">The acknowledgment number.</param>
        /// <param name="word">Data offset, control bits and window, as in the header's fourth word.</param>
        /// <param name="length">Bytes of header and text.</param>
        internal void SendSegment(Peer peer, int ports, uint sequence, uint acknowledgment, int word, int length)
        {
            NetworkStack stack = _stack;
            TransmitFrame frame = Frame ?? ClaimFrame();
            byte[] data = frame.Data;
            if (ports != _sentPorts)
            {
                _sentPorts = ports;
                data[Segment] = (byte)(ports >> 16);
                data[Segment + 1] = (byte)(ports >> 24);
                data[Segment + 2] = (byte)ports;
                data[Segment + 3] = (byte)(ports >> 8);
            }

            if (sequence != _sentSequence)
            {
                if ((sequence ^ _sentSequence) > 0xFFFF)
                {
                    data[Segment + 4] = (byte)(sequence >> 24);
                    data[Segment + 5] = (byte)(sequence >> 16);
                }

                _sentSequence = sequence;
                data[Segment + 6] = (byte)(sequence >> 8);
                data[Segment + 7] = (byte)sequence;
            }

            if (acknowledgment != _sentAck)
            {
                if ((acknowledgment ^ _sentAck) > 0xFFFF)
                {
                    data[Segment + 8] = (byte)(acknowledgment >> 24);
                    data[Segment + 9] = (byte)(acknowledgment >> 16);
                }

                _sentAck = acknowledgment;
                data[Segment + 10] = (byte)(acknowledgment >> 8);
                data[Segment + 11] = (byte)acknowledgment;
            }

            if (word != _sentWord)
            {
                _sentWord = word;
                data[Segment + 12] = (byte)(word >> 24);
                data[Segment + 13] = (byte)(word >> 16);
                data[Segment + 14] = (byte)(word >> 8);
                data[Segment + 15] = (byte)word;
            }

            int sum;
            if (EthernetLink.MayOffload && stack.Controller.OffloadsChecksum)
            {
                sum = (peer.AddressSum + ((length + IPv4Header.ProtocolTcp) << 8)) % 0xFFFF;
            }
            else
            {
                long numbers = (((long)sequence + acknowledgment + (uint)word + (length + IPv4Header.ProtocolTcp + _sentUrgentPointer)) << 8) + (uint)ports + peer.AddressSum;
                if (length > TcpHeader.MinLength)
                {
                    numbers += Checksum.Sum(data, Segment + TcpHeader.MinLength, length - TcpHeader.MinLength);
                }

                sum = (int)((Checksum.Complement - numbers) % 0xFFFF);
            }

            data[Segment + 16] = (byte)sum;
            data[Segment + 17] = (byte)(sum >> 8);
            if ((length != frame.HeaderPayload || peer.Key != frame.HeaderKey) && !stack.Network!.WriteHeader(frame, peer, IPv4Header.ProtocolTcp, length))
            {
                // The segment waits for the next hop's address.
                _counts[(int)TcpCounter.SegmentsSent]++;
                return;
            }

            // NetworkStack.Transmit, in line.
            if (stack.Controller.Transmit(frame))
            {
                stack.FramesSent++;
                _counts[(int)TcpCounter.SegmentsSent]++;
            }
            else
            {
                stack.Count(Counter.LinkBusy);
            }
        }

        /// <summary>Sends an RST for a segment without a connection.</summary>
        internal void SendReset(Peer peer, int ports, uint sequence, uint acknowledgment, int control)
        {
            if (!_stack.Controller.CanTransmit() && !peer.IsThisHost)
            {
                // If the RST is lost, the other end gets one for its next segment.
                _stack.Count(Counter.LinkBusy);
                return;
            }

            _counts[(int)TcpCounter.ResetsSent]++;
            SendHeader(peer, ports, sequence, acknowledgment, control, 0, TcpHeader.MinLength);
        }

        /// <summary>Answers a segment with an empty one: ACK.</summary>
        /// <param name="peer">The other host.</param>
        /// <param name="ports">As for <see cref="ControlBlock.Ports"/>.</param>
        /// <param name="sequence">The sequence number to send.</param>
        /// <param name="acknowledgment">The acknowledgment number to send.</param>
        /// <param name="window">The window to send, scaled if scaling was agreed on.</param>
        /// <param name="timestamp">TS.Recent; 0: there are no timestamps.</param>
        internal void SendEmpty(Peer peer, int ports, uint sequence, uint acknowledgment, int window, int timestamp)
        {
            int headerLength = TcpHeader.MinLength;
            if (timestamp != 0)
            {
                WriteTimestamps(Segment + headerLength, PaddedTimestamps, peer, timestamp);
                headerLength += TimestampsLength;
            }

            SendHeader(peer, ports, sequence, acknowledgment, TcpHeader.Ack, window, headerLength);
        }

        /// <summary>Answers a SYN. <paramref name="marks"/> holds the agreed options, and whether the window is closed.</summary>
        internal void SendSynAck(TcpListener listener, Peer peer, int ports, uint iss, uint acknowledgment, int marks, int timestamp)
        {
            int mss = listener.Options.MaxSegment;
            int headerLength = WriteSynOptions(mss > MaxSegment ? MaxSegment : mss, marks, peer, timestamp);
            SendHeader(peer, ports, iss, acknowledgment, TcpHeader.Syn | TcpHeader.Ack, (marks & HalfOpenTable.ClosedBit) == 0 ? listener.Window : 0, headerLength);
        }

        /// <summary>
        /// Writes the options of a SYN behind the header in the transmit frame: those of which <paramref name="marks"/> has <see cref="ConnectionFlag.WindowScaling"/>,
        /// <see cref="ConnectionFlag.Sack"/> or <see cref="ConnectionFlag.Timestamps"/>. Returns the bytes of both.
        /// </summary>
        internal int WriteSynOptions(int mss, int marks, Peer peer, int timestamp)
        {
            byte[] data = ClaimFrame().Data;
            int at = Segment + TcpHeader.MinLength;
            BigEndian.WriteUInt32(data, at, (uint)(MssWord | mss));
            at += 4;
            if ((marks & ConnectionFlag.WindowScaling) != 0)
            {
                BigEndian.WriteUInt32(data, at, (uint)(WindowScaleWord | WindowScale));
                at += 4;
            }

            bool sack = (marks & ConnectionFlag.Sack) != 0;
            if ((marks & ConnectionFlag.Timestamps) != 0)
            {
                WriteTimestamps(at, sack ? SackPermittedWord | TimestampsWord : PaddedTimestamps, peer, timestamp);
                at += TimestampsLength;
            }
            else if (sack)
            {
                // The rest of the word is the end of the option list.
                BigEndian.WriteUInt32(data, at, SackPermittedWord);
                at += 4;
            }

            return at - Segment;
        }

        /// <summary>Writes the timestamps option: a word that ends with its kind and length, then both timestamps.</summary>
        internal void WriteTimestamps(int at, int word, Peer peer, int timestamp)
        {
            byte[] data = ClaimFrame().Data;
            BigEndian.WriteUInt32(data, at, (uint)word);
            BigEndian.WriteUInt32(data, at + 4, TimestampNow(peer));
            BigEndian.WriteUInt32(data, at + 8, (uint)timestamp);
        }

        private void SendHeader(Peer peer, int ports, uint sequence, uint acknowledgment, int control, int window, int headerLength)
        {
            SendSegment(peer, ports, sequence, acknowledgment, (headerLength << 26) | (control << 16) | window, headerLength);
        }
    }
}
