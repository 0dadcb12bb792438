// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;

namespace NanoTcp.Tcp
{
    // The transmission control block (RFC 9293 §3.3.1), and the steps from state to state that more than one event takes. A field costs the device
    // twelve bytes for each connection. So values that the data path does not need are in an int[] (Variable), and flags are in one field (ConnectionFlag).
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

        /// <summary>The next that waits to send; meaningful while it has <see cref="ConnectionFlag.OutputQueued"/>.</summary>
        internal ControlBlock? NextOutput;

        /// <summary>The next that waits to be accepted; meaningful while it has <see cref="ConnectionFlag.Waiting"/>.</summary>
        internal ControlBlock? NextWaiting;

        /// <summary>When its timers have to be checked. <see cref="long.MaxValue"/>: never, and it is not in the <see cref="TimerHeap"/>.</summary>
        internal long WakeAt = long.MaxValue;

        /// <summary>Its place in the heap.</summary>
        internal int HeapIndex;

        /// <summary>A set of <see cref="ConnectionFlag"/>, and both window scales.</summary>
        internal int Flags;

        internal readonly TcpTransport Transport;
        internal readonly NetworkStack Stack;

        /// <summary>The seldom used part of the state, by <see cref="Variable"/>.</summary>
        internal readonly int[] Variables;

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
            Variables = new int[Variable.Count + 2 * transport.RangesSize];
            SendBuffer = new byte[options.SendBuffer];
            ReceiveBuffer = new byte[options.ReceiveBuffer];
            Options = options.Client;
            Flags = ConnectionFlag.Orphan;
        }

        /// <summary>Whether the application has closed it, or never had it and no listener holds it for the application.</summary>
        internal bool IsOrphan
        {
            get { return (Flags & ConnectionFlag.Orphan) != 0; }
        }

        /// <summary>Whether it had to wait for its slot, and the other end could send nothing until then.</summary>
        internal bool WasKept
        {
            get { return Variables[Variable.WasKept] != 0; }
        }

        /// <summary>
        /// Drops the connection without telling the other end. If the application holds it, it can read the acknowledged text, and then gets the
        /// error.
        /// </summary>
        internal void Fail(SocketError error)
        {
            if ((Flags & ConnectionFlag.Waiting) != 0 && ReceiveCount == 0)
            {
                // The application has not accepted it, and there is nothing to read. So it vanishes from the backlog.
                Transport.FindListener(LocalPort)!.Remove(this);
                Flags |= ConnectionFlag.Orphan;
            }

            if ((Flags & ConnectionFlag.Orphan) != 0)
            {
                Free();
                return;
            }

            Transport.Detach(this);
            Readiness = Readiness.Ready;
            Stack.OtherActivity++;
            NoteNews();
            Variables[Variable.Error] = (int)error;
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
            int[] variables = Variables;
            Array.Clear(variables, 0, variables.Length);
            variables[Variable.Iss] = (int)iss;
            variables[Variable.Recover] = (int)iss;
            variables[Variable.SmallEnd] = (int)iss;
            variables[Variable.MeasuredSequence] = (int)iss;
            SndUna = next;
            SndNxt = next;
            SendCursor = next;
            Flags = (Flags & ConnectionFlag.Listed) | ConnectionFlag.Attached | marks;
            Readiness = Readiness.Waiting;
            Options = options;
            variables[Variable.ReceiveLimit] = Limit(options.ReceiveBuffer, ReceiveBuffer.Length);
            variables[Variable.SendLimit] = Limit(options.SendBuffer, SendBuffer.Length);
            SndWnd = 0;
            RcvNxt = 0;
            RetransmitAt = 0;
            AckAt = 0;
            Rto = Transport.InitialRto;
            variables[Variable.SlowStartThreshold] = int.MaxValue;
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
            int softError = Variables[Variable.SoftError];
            return softError != 0 ? (SocketError)softError : SocketError.TimedOut;
        }

        /// <summary>The usable bytes of a buffer when so many are requested; 0 requests all.</summary>
        internal static int Limit(int asked, int capacity)
        {
            return asked == 0 || asked > capacity ? capacity : asked;
        }

        internal void QueueFin()
        {
            if ((Flags & ConnectionFlag.FinQueued) != 0)
            {
                return;
            }

            Flags |= ConnectionFlag.FinQueued;
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
            Transport.TimeWait.Add(Peer!, Ports, SndNxt, RcvNxt, (Flags & ConnectionFlag.Timestamps) != 0 ? Variables[Variable.TimestampRecent] : 0);
            Transport.Detach(this);
            State = TcpState.TimeWait;
            if ((Flags & ConnectionFlag.Orphan) != 0)
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
            if (AckAt != 0 || (Flags & ConnectionFlag.AckNow) != 0)
            {
                SegmentOutput.SendAck(this);
            }

            int wait = Transport.FinWait2Timeout;
            int limit = Options.UserTimeout;
            int scale = Flags >> ConnectionFlag.ReceiveScaleShift & 15;
            int window = (int)(RcvAdv - RcvNxt);
            int entry = Transport.FinWait2.Add(
                Peer!,
                Ports,
                SndNxt,
                RcvNxt,
                window >> scale,
                scale,
                (Flags & ConnectionFlag.Timestamps) != 0 ? Variables[Variable.TimestampRecent] : 0,
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
            Flags = (Flags & ConnectionFlag.Listed) | ConnectionFlag.Orphan;
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
