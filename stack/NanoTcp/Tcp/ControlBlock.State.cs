// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;

namespace NanoTcp.Tcp
{
    // The transmission control block (RFC 9293 §3.3.1), and the steps from state to state that more than one event takes. A field costs the device
    // twelve bytes for each connection. So values that the data path does not need are in an int[] (Word), and flags are in one field (Mark).
    internal sealed partial class ControlBlock
    {
        /// <summary>The application's handle; null when the application has none, or uses it for another connection.</summary>
        internal TcpConnection? Handle;

        /// <summary>The next result of <see cref="TcpConnection.BecameReady"/>.</summary>
        internal Readiness Readiness;

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

        /// <summary>When its timers have to be checked. <see cref="long.MaxValue"/>: never, and it is not in the <see cref="TimerHeap"/>.</summary>
        internal long WakeAt = long.MaxValue;

        /// <summary>Its place in the heap.</summary>
        internal int HeapIndex;

        /// <summary>A set of <see cref="Mark"/>, and both window scales.</summary>
        internal int Marks;

        internal readonly TcpTransport Transport;
        internal readonly NetworkStack Stack;

        /// <summary>The seldom used part of the state, by <see cref="Word"/>.</summary>
        internal readonly int[] Words;

        // The send buffer starts at SND.UNA (after the SYN).
        internal readonly byte[] SendBuffer;
        internal int SendHead;
        internal int SendCount;

        // The receive buffer ends at RCV.NXT. Text that has arrived out of order is behind that, in its place.
        internal readonly byte[] ReceiveBuffer;
        internal int ReceiveHead;
        internal int ReceiveCount;

        internal TcpConnectionOptions Options;

        /// <summary>The state. A TIME-WAIT may be over: see <see cref="CurrentState"/>.</summary>
        internal TcpState State;

        // Send sequence variables; SND.WL1 is a word. SND.WL2 is not needed, because an acknowledgment that counts is never older than the last one.
        internal uint SndUna;
        internal uint SndNxt;
        internal int SndWnd;
        internal int SndMss;

        /// <summary>The next sequence number to put on the wire: SND.NXT, except while going back after a timeout.</summary>
        internal uint SendCursor;

        // Receive sequence variables. RCV.WND is the last advertised window: RcvAdv - RcvNxt.
        internal uint RcvNxt;
        internal uint RcvAdv;

        /// <summary>cwnd, in bytes.</summary>
        internal int CongestionWindow;

        /// <summary>RTO, in milliseconds.</summary>
        internal int Rto;

        // When the retransmission or persist timer expires, and when an acknowledgment must leave. 0: never.
        internal long RetransmitAt;
        internal long AckAt;

        internal ControlBlock(TcpTransport transport, NetworkStack stack, TcpOptions options)
        {
            Transport = transport;
            Stack = stack;
            Words = new int[Word.Count + 2 * transport.RangesSize];
            SendBuffer = new byte[options.SendBuffer];
            ReceiveBuffer = new byte[options.ReceiveBuffer];
            Options = options.Client;
            Marks = Mark.Orphan;
        }

        /// <summary>Whether the application has closed it, or never had it and no listener holds it for the application.</summary>
        internal bool IsOrphan
        {
            get { return (Marks & Mark.Orphan) != 0; }
        }

        /// <summary>Whether it had to wait for its slot, and the other end could send nothing until then.</summary>
        internal bool WasKept
        {
            get { return Words[Word.WasKept] != 0; }
        }

        /// <summary>
        /// Drops the connection without telling the other end. If the application holds it, it can read the acknowledged text, and then gets the
        /// error.
        /// </summary>
        internal void Fail(SocketError error)
        {
            if ((Marks & Mark.Waiting) != 0 && ReceiveCount == 0)
            {
                // The application has not accepted it, and there is nothing to read. So it vanishes from the backlog.
                Transport.FindListener(LocalPort)!.Remove(this);
                Marks |= Mark.Orphan;
            }

            if ((Marks & Mark.Orphan) != 0)
            {
                Free();
                return;
            }

            Transport.Detach(this);
            Readiness = Readiness.Ready;
            NoteNews();
            Words[Word.Error] = (int)error;
            State = TcpState.Closed;
            SendCount = 0;
        }

        /// <summary>Tells the other end that the connection is lost, and drops it.</summary>
        internal void Reset(SocketError error)
        {
            SegmentOutput.SendReset(this);
            Fail(error);
        }

        internal void Begin(Peer peer, int ports, TcpConnectionOptions options, uint iss, uint next, int marks)
        {
            Peer = peer;
            Ports = ports;
            int[] words = Words;
            Array.Clear(words, 0, words.Length);
            words[Word.Iss] = (int)iss;
            words[Word.Recover] = (int)iss;
            words[Word.SmallEnd] = (int)iss;
            words[Word.MeasuredSequence] = (int)iss;
            SndUna = next;
            SndNxt = next;
            SendCursor = next;
            Marks = (Marks & Mark.Listed) | Mark.Attached | marks;
            Readiness = Readiness.Waiting;
            Options = options;
            words[Word.ReceiveLimit] = Limit(options.ReceiveBuffer, ReceiveBuffer.Length);
            words[Word.SendLimit] = Limit(options.SendBuffer, SendBuffer.Length);
            SndWnd = 0;
            RcvNxt = 0;
            RetransmitAt = 0;
            AckAt = 0;
            Rto = Transport.InitialRto;
            words[Word.SlowStartThreshold] = int.MaxValue;
            Transport.Attach(this);
        }

        internal void Count(TcpCounter counter)
        {
            Transport.Count(counter);
        }

        /// <summary>The error of a connection that waited in vain: the error that ICMP reported, if there was one.</summary>
        internal SocketError TimeoutReason()
        {
            Count(TcpCounter.TimedOut);
            int softError = Words[Word.SoftError];
            return softError != 0 ? (SocketError)softError : SocketError.TimedOut;
        }

        /// <summary>The usable bytes of a buffer when so many are requested; 0 requests all.</summary>
        internal static int Limit(int asked, int capacity)
        {
            return asked == 0 || asked > capacity ? capacity : asked;
        }

        internal void QueueFin()
        {
            if ((Marks & Mark.FinQueued) != 0)
            {
                return;
            }

            Marks |= Mark.FinQueued;
            if (State == TcpState.Established)
            {
                State = TcpState.FinWait1;
            }
            else if (State == TcpState.CloseWait)
            {
                State = TcpState.LastAck;
            }

            Transport.QueueOutput(this);
        }

        /// <summary>Both ends have closed and acknowledged. A small entry remembers the connection, and its slot is free.</summary>
        internal void EnterTimeWait()
        {
            Transport.TimeWait.Add(Peer!, Ports, SndNxt, RcvNxt, (Marks & Mark.Timestamps) != 0 ? Words[Word.TimestampRecent] : 0);
            Transport.Detach(this);
            State = TcpState.TimeWait;
            if ((Marks & Mark.Orphan) != 0)
            {
                Free();
            }
        }

        /// <summary>
        /// The application has closed it, and the other end has acknowledged everything. A small entry waits for the FIN, and the slot is free. If
        /// the FIN never comes, the entry ends after a time.
        /// </summary>
        /// <returns>The entry.</returns>
        internal int LeaveInFinWait2()
        {
            if (AckAt != 0 || (Marks & Mark.AckNow) != 0)
            {
                SegmentOutput.SendAck(this);
            }

            int wait = Transport.FinWait2Timeout;
            int limit = Options.UserTimeout;
            int scale = Marks >> Mark.ReceiveScaleShift & 15;
            int window = (int)(RcvAdv - RcvNxt);
            int entry = Transport.FinWait2.Add(
                Peer!,
                Ports,
                SndNxt,
                RcvNxt,
                window >> scale,
                scale,
                (Marks & Mark.Timestamps) != 0 ? Words[Word.TimestampRecent] : 0,
                limit > 0 && limit < wait ? limit : wait);
            Free();
            return entry;
        }

        /// <summary>Returns the slot to the pool.</summary>
        private void Free()
        {
            Transport.Detach(this);
            State = TcpState.Closed;
            SendCount = 0;
            ReceiveCount = 0;
            Marks = (Marks & Mark.Listed) | Mark.Orphan;
            if (Handle != null)
            {
                Handle.Block = null;
                Handle = null;
            }

            Peer peer = Peer!;
            Peer = null;
            Transport.Recycle(this, peer);
        }

        /// <summary>On the desktop: something has happened to the connection.</summary>
        partial void NoteNews();
    }
}
