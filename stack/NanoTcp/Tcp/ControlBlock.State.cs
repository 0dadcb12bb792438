// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    // The transmission control block (RFC 9293 §3.3.1) and the steps from state to state that more than one event takes. A field costs the
    // device twelve bytes a connection: what the data path does not need stands in an int[] (Word), what is yes or no in one field (Mark).
    internal sealed partial class ControlBlock
    {
        /// <summary>The application's handle; null when the application has none, or uses it for another connection.</summary>
        internal TcpConnection? Handle;

        /// <summary>The other host; null in the pool.</summary>
        internal Peer? Peer;

        /// <summary>Both ports as the first four bytes of an arriving segment read with BitConverter: one comparison finds the connection.</summary>
        internal int Ports;

        /// <summary>The next in its bucket of the transport's table, or in the pool.</summary>
        internal ControlBlock? Next;

        /// <summary>The next that waits to send; meaningful while it has <see cref="Mark.OutputQueued"/>.</summary>
        internal ControlBlock? NextOutput;

        /// <summary>The next that waits to be accepted; meaningful while it has <see cref="Mark.Waiting"/>.</summary>
        internal ControlBlock? NextWaiting;

        /// <summary>When its timers have to be looked at; <see cref="long.MaxValue"/>: never, and it is not in the <see cref="TimerHeap"/>.</summary>
        internal long WakeAt = long.MaxValue;

        /// <summary>Its place in the heap.</summary>
        internal int HeapIndex;

        /// <summary>A set of <see cref="Mark"/>, and both window scales.</summary>
        internal int Marks;

        private readonly TcpTransport _transport;
        private readonly NetworkStack _stack;

        /// <summary>The seldom used part of the state, by <see cref="Word"/>.</summary>
        private readonly int[] _words;

        // The send buffer starts at SND.UNA (after the SYN).
        private readonly byte[] _sendBuffer;
        private int _sendHead;
        private int _sendCount;

        // The receive buffer ends at RCV.NXT; what has arrived out of order stands behind, where it belongs.
        private readonly byte[] _receiveBuffer;
        private int _receiveHead;
        private int _receiveCount;

        private TcpConnectionOptions _options;
        private TcpState _state;

        // Send sequence variables; SND.WL1 is a word. SND.WL2 is not needed: an acknowledgment that counts is never older than the last one.
        private uint _sndUna;
        private uint _sndNxt;
        private int _sndWnd;
        private int _sndMss;

        /// <summary>The next sequence number to put on the wire: SND.NXT, except while going back after a timeout.</summary>
        private uint _cursor;

        // Receive sequence variables. RCV.WND is what was last advertised: _rcvAdv - _rcvNxt.
        private uint _rcvNxt;
        private uint _rcvAdv;

        internal ControlBlock(TcpTransport transport, NetworkStack stack, TcpOptions options)
        {
            _transport = transport;
            _stack = stack;
            _words = new int[Word.Count + 2 * transport.RangesSize];
            _sendBuffer = new byte[options.SendBuffer];
            _receiveBuffer = new byte[options.ReceiveBuffer];
            _options = options.Client;
            Marks = Mark.Orphan;
        }

        /// <summary>Whether the application has given it back, or never had it and nobody else has it for the application.</summary>
        internal bool IsOrphan
        {
            get { return (Marks & Mark.Orphan) != 0; }
        }

        /// <summary>
        /// Drops the connection without a word to the other end. The application, if it holds it, can read what had been acknowledged, and then finds the
        /// error.
        /// </summary>
        internal void Fail(SocketError error)
        {
            if ((Marks & Mark.Waiting) != 0 && _receiveCount == 0)
            {
                // Nobody has seen it yet, and there is nothing to see: it vanishes from the backlog.
                _transport.FindListener(LocalPort)!.Remove(this);
                Marks |= Mark.Orphan;
            }

            if ((Marks & Mark.Orphan) != 0)
            {
                Free();
                return;
            }

            _transport.Detach(this);
#if !NANOFRAMEWORK_1_0
            _transport.NoteNews(this);
#endif
            _words[Word.Error] = (int)error;
            _state = TcpState.Closed;
            _sendCount = 0;
        }

        /// <summary>Tells the other end that the connection is lost, and drops it.</summary>
        internal void Reset(SocketError error)
        {
            SendReset();
            Fail(error);
        }

        private void Begin(Peer peer, int ports, TcpConnectionOptions options, uint iss, uint next, int marks)
        {
            Peer = peer;
            Ports = ports;
            int[] words = _words;
            Array.Clear(words, 0, words.Length);
            words[Word.Iss] = (int)iss;
            words[Word.Recover] = (int)iss;
            words[Word.SmallEnd] = (int)iss;
            words[Word.MeasuredSequence] = (int)iss;
            _sndUna = next;
            _sndNxt = next;
            _cursor = next;
            Marks = (Marks & Mark.Listed) | Mark.Attached | marks;
            _options = options;
            words[Word.ReceiveLimit] = Limit(options.ReceiveBuffer, _receiveBuffer.Length);
            words[Word.SendLimit] = Limit(options.SendBuffer, _sendBuffer.Length);
            _retransmitAt = 0;
            _ackAt = 0;
            _rto = _transport.InitialRto;
            words[Word.SlowStartThreshold] = int.MaxValue;
            _transport.Attach(this);
        }

        private void Count(Counter counter)
        {
            _stack.Count(counter);
        }

        /// <summary>Bytes that may be used of a buffer when so many are asked for; 0 asks for all.</summary>
        internal static int Limit(int asked, int capacity)
        {
            return asked == 0 || asked > capacity ? capacity : asked;
        }

        /// <summary>
        /// The largest text of a segment, for a maximum segment size that the other end or the path allows: never more, however little it is (RFC 9293
        /// §3.7.1, MUST-16; RFC 6691: options count).
        /// </summary>
        private void SetSegmentSize(int mss)
        {
            mss = mss > LargestSegment() ? LargestSegment() : mss;
            _sndMss = mss - (HeaderLength() - TcpHeader.MinLength);
        }

        /// <summary>The largest segment that this end sends and receives.</summary>
        private int LargestSegment()
        {
            return _options.MaxSegment < TcpTransport.MaxSegment ? _options.MaxSegment : TcpTransport.MaxSegment;
        }

        private void QueueFin()
        {
            if ((Marks & Mark.FinQueued) != 0)
            {
                return;
            }

            Marks |= Mark.FinQueued;
            if (_state == TcpState.Established)
            {
                _state = TcpState.FinWait1;
            }
            else if (_state == TcpState.CloseWait)
            {
                _state = TcpState.LastAck;
            }

            _transport.QueueOutput(this);
        }

        /// <summary>Both ends have closed and acknowledged: a small entry remembers the connection, its slot is free.</summary>
        private void EnterTimeWait()
        {
            _transport.TimeWait.Add(Peer!, Ports, _sndNxt, _rcvNxt, (Marks & Mark.Timestamps) != 0 ? _words[Word.TimestampRecent] : 0);
            _transport.Detach(this);
            _state = TcpState.TimeWait;
            if ((Marks & Mark.Orphan) != 0)
            {
                Free();
            }
        }

        /// <summary>
        /// Nobody holds it, and the other end has acknowledged everything: a small entry waits for its FIN, the slot is free. Should that never come, the
        /// entry ends after a time.
        /// </summary>
        /// <returns>The entry.</returns>
        private int LeaveInFinWait2()
        {
            if (_ackAt != 0 || (Marks & Mark.AckNow) != 0)
            {
                SendAck();
            }

            int wait = _transport.FinWait2Timeout;
            int limit = _options.UserTimeout;
            int scale = Marks >> Mark.ReceiveScaleShift & 15;
            int window = (int)(_rcvAdv - _rcvNxt);
            int entry = _transport.FinWait2.Add(
                Peer!,
                Ports,
                _sndNxt,
                _rcvNxt,
                window >> scale,
                scale,
                (Marks & Mark.Timestamps) != 0 ? _words[Word.TimestampRecent] : 0,
                limit > 0 && limit < wait ? limit : wait);
            Free();
            return entry;
        }

        /// <summary>Returns the slot to the pool.</summary>
        private void Free()
        {
            _transport.Detach(this);
            _state = TcpState.Closed;
            _sendCount = 0;
            _receiveCount = 0;
            Marks = (Marks & Mark.Listed) | Mark.Orphan;
            if (Handle != null)
            {
                Handle.Block = null;
                Handle = null;
            }

            Peer peer = Peer!;
            Peer = null;
            _transport.Recycle(this, peer);
        }
    }
}
