// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    /// <summary>
    /// An application's handle of one TCP connection. No call blocks or allocates. A call queues what it has to send, and the next
    /// <see cref="NetworkStack.Flush"/> or <see cref="NetworkStack.Poll"/> sends it. So text that is written in several pieces leaves in few
    /// segments.
    /// </summary>
    /// <remarks>
    /// The object belongs to the application and never stands for somebody else's connection. After <see cref="Close"/> or <see cref="Abort"/> its
    /// calls return NotConnected, until the application gives it to <see cref="TcpListener.Accept(TcpConnection)"/> or to
    /// <see cref="TcpTransport.Connect(HostAddress, int, int, TcpConnectionOptions, TcpConnection)"/> again.
    /// </remarks>
    public sealed partial class TcpConnection
    {
        /// <summary>The transport's control block of the connection; null if there is none, or it is over.</summary>
        internal ControlBlock? Block;

        /// <summary>The connection's state (RFC 9293 §3.3.2). After <see cref="Close"/> it shows the progress of the teardown.</summary>
        public TcpState State
        {
            get { return Block == null ? TcpState.Closed : Block.CurrentState(); }
        }

        /// <summary>Why the connection was lost. <see cref="SocketError.Success"/> while it is not lost, and after an orderly end.</summary>
        public SocketError Error
        {
            get { return Block == null ? SocketError.Success : Block.Error; }
        }

        /// <summary>The options of the connection. At first they are those of its listener, or of the call that opened it.</summary>
        /// <exception cref="InvalidOperationException">There is no connection.</exception>
        /// <exception cref="ArgumentNullException">It is set to nothing.</exception>
        /// <exception cref="ArgumentOutOfRangeException">An option is out of its bounds.</exception>
        public TcpConnectionOptions Options
        {
            get
            {
                return Existing().Options;
            }

            set
            {
                TcpConnectionOptions.Check(value);
                Existing().SetOptions(value);
            }
        }

        /// <summary>
        /// While set, text leaves in full segments only. The rest leaves when this is cleared, when this direction is closed, or after a
        /// retransmission timeout.
        /// </summary>
        /// <exception cref="InvalidOperationException">It is set, and there is no connection.</exception>
        public bool Cork
        {
            get { return Block != null && Block.Cork; }
            set { Existing().Cork = value; }
        }

        /// <summary>Bytes received and not read yet.</summary>
        public int Available
        {
            get { return Block == null ? 0 : Block.ReceiveCount; }
        }

        /// <summary>
        /// Bytes that <see cref="Send"/> would take now; 0 when it would take none, for any reason. <see cref="HasLocalEnded"/> tells whether it will
        /// take some later.
        /// </summary>
        public int SendSpace
        {
            get { return Block == null ? 0 : Block.SendSpace; }
        }

        /// <summary>Bytes written and not acknowledged yet, sent or not.</summary>
        public int Unacknowledged
        {
            get { return Block == null ? 0 : Block.SendCount; }
        }

        /// <summary>
        /// Whether no more text will come, because the other end has sent its FIN, or the connection is over. <see cref="Available"/> bytes can still
        /// be read.
        /// </summary>
        public bool HasRemoteEnded
        {
            get { return Block == null || Block.HasRemoteEnded; }
        }

        /// <summary>
        /// Whether <see cref="Send"/> will never take text again, because this end has shut down sending or closed, or the connection is over. While a
        /// connection is being opened it is false.
        /// </summary>
        public bool HasLocalEnded
        {
            get { return Block == null || Block.HasLocalEnded; }
        }

        /// <summary>The smoothed round-trip time in milliseconds (RFC 6298 SRTT); 50 before the first measurement, 0 without a connection.</summary>
        public int RoundTripTime
        {
            get { return Block == null ? 0 : RoundTrip.Smoothed(Block); }
        }

        /// <summary>
        /// How long an acknowledgment can take, in milliseconds: the retransmission timeout (RFC 6298) without its backoff; 0 without a connection. A
        /// service that waits for an answer should wait longer than this, because a lost segment comes again only then.
        /// </summary>
        public int RetransmissionTimeout
        {
            get { return Block == null ? 0 : RoundTrip.Longest(Block); }
        }

        /// <summary>
        /// Whether the other end had to wait for a free connection. Its window was closed until then, so it has sent no text that could have been
        /// lost.
        /// </summary>
        public bool WasKeptWaiting
        {
            get { return Block != null && Block.WasKept; }
        }

        /// <summary>This end's port; 0 without a connection.</summary>
        public int LocalPort
        {
            get { return Block == null ? 0 : Block.LocalPort; }
        }

        /// <summary>The other end's port; 0 without a connection.</summary>
        public int RemotePort
        {
            get { return Block == null ? 0 : Block.RemotePort; }
        }

        /// <summary>The other end's address, a new object at each call; <see cref="HostAddress.Any"/> without a connection.</summary>
        public HostAddress RemoteAddress
        {
            get { return Block == null ? HostAddress.Any : Block.RemoteAddress; }
        }

        /// <summary>
        /// Unread bytes up to the end of the other end's urgent text; 0 without urgent text (RFC 9293 §3.8.5). Urgent text is part of the stream (RFC
        /// 6093 §3.1).
        /// </summary>
        public int UrgentCount
        {
            get { return Block == null ? 0 : UrgentPointer.Count(Block); }
        }

        /// <summary>
        /// Whether there is a reason to look at the connection since the last call. Reasons are text or a FIN, a completed open of this end, and a
        /// loss of the connection. An acknowledgment is a reason only after <see cref="AwaitSpace"/>. After each poll a service with many connections
        /// looks only at those that became ready, and at those for which it has something due.
        /// </summary>
        /// <returns>True once for all events so far, also for those before it was accepted. Always true without a connection.</returns>
        public bool BecameReady()
        {
            ControlBlock? block = Block;
            if (block == null)
            {
                return true;
            }

            if (block.Readiness != Readiness.Ready)
            {
                return false;
            }

            block.Readiness = Readiness.Waiting;
            return true;
        }

        /// <summary>
        /// Makes the next acknowledgment a reason for <see cref="BecameReady"/>. It is for services that have more to send than there is room for.
        /// </summary>
        public void AwaitSpace()
        {
            if (Block != null && Block.Readiness == Readiness.Waiting)
            {
                Block.Readiness = Readiness.AwaitingSpace;
            }
        }

        /// <summary>Reads text that has arrived, in order.</summary>
        /// <param name="buffer">Where to put it.</param>
        /// <param name="offset">The first byte to fill.</param>
        /// <param name="size">Bytes to read at the most.</param>
        /// <param name="error">
        /// Success: bytes were read. Success with a result of 0: the other end has sent FIN, or this end has shut down receiving, and everything is
        /// read. WouldBlock: no text has come yet. InvalidArgument: offset or size are outside of the buffer. NotConnected: never opened, or closed.
        /// Any other error: why the connection was lost.
        /// </param>
        /// <returns>Bytes read.</returns>
        /// <exception cref="ArgumentNullException">There is no buffer.</exception>
        public int Receive(byte[] buffer, int offset, int size, out SocketError error)
        {
            if (buffer == null)
            {
                Throw.ArgumentNull();
            }

            if (Block == null)
            {
                error = SocketError.NotConnected;
                return 0;
            }

            return Block.Receive(buffer!, offset, size, out error);
        }

        /// <summary>The same as <see cref="Receive"/>, but the bytes stay in the connection.</summary>
        /// <param name="buffer">Where to put them.</param>
        /// <param name="offset">The first byte to fill.</param>
        /// <param name="size">Bytes to copy at the most.</param>
        /// <param name="error">As for <see cref="Receive"/>.</param>
        /// <returns>Bytes copied.</returns>
        /// <exception cref="ArgumentNullException">There is no buffer.</exception>
        public int Peek(byte[] buffer, int offset, int size, out SocketError error)
        {
            if (buffer == null)
            {
                Throw.ArgumentNull();
            }

            if (Block == null)
            {
                error = SocketError.NotConnected;
                return 0;
            }

            return Block.Peek(buffer!, offset, size, out error);
        }

        /// <summary>Discards text that has arrived and was not read.</summary>
        /// <param name="size">Bytes at the most.</param>
        /// <param name="error">As for <see cref="Receive"/>.</param>
        /// <returns>Bytes discarded.</returns>
        public int Skip(int size, out SocketError error)
        {
            if (Block == null)
            {
                error = SocketError.NotConnected;
                return 0;
            }

            return Block.Skip(size, out error);
        }

        /// <summary>Takes as many bytes to send as there is room for.</summary>
        /// <param name="buffer">Where they are.</param>
        /// <param name="offset">The first one.</param>
        /// <param name="size">How many.</param>
        /// <param name="error">
        /// Success, or why the result is 0. WouldBlock: no room, or not open yet. InvalidArgument: offset or size are outside of the buffer.
        /// Shutdown: after <see cref="Shutdown"/> of this direction. NotConnected: never opened, or closed. Any other error: why the connection was
        /// lost.
        /// </param>
        /// <returns>Bytes taken.</returns>
        /// <exception cref="ArgumentNullException">There is no buffer.</exception>
        public int Send(byte[] buffer, int offset, int size, out SocketError error)
        {
            if (buffer == null)
            {
                Throw.ArgumentNull();
            }

            if (Block == null)
            {
                error = SocketError.NotConnected;
                return 0;
            }

            return Block.Send(buffer!, offset, size, out error);
        }

        /// <summary>
        /// The same as <see cref="Send"/> for urgent text. The other end learns at once where the urgent text ends, even if its window is closed. RFC
        /// 6093 advises new applications against urgent text.
        /// </summary>
        /// <param name="buffer">Where the bytes are.</param>
        /// <param name="offset">The first one.</param>
        /// <param name="size">How many.</param>
        /// <param name="error">As for <see cref="Send"/>.</param>
        /// <returns>Bytes taken.</returns>
        /// <exception cref="ArgumentNullException">There is no buffer.</exception>
        public int SendUrgent(byte[] buffer, int offset, int size, out SocketError error)
        {
            if (buffer == null)
            {
                Throw.ArgumentNull();
            }

            if (Block == null)
            {
                error = SocketError.NotConnected;
                return 0;
            }

            return Block.SendUrgent(buffer!, offset, size, out error);
        }

        /// <summary>
        /// Closes one direction or both. With Send, written text still leaves, then a FIN, and reading goes on until the other end's FIN. With
        /// Receive, text that still arrives is acknowledged and discarded.
        /// </summary>
        /// <returns>Success. NotConnected: there is no connection, or it is over. InvalidArgument: there is no such direction.</returns>
        public SocketError Shutdown(SocketShutdown how)
        {
            if ((uint)how > (uint)SocketShutdown.Both)
            {
                return SocketError.InvalidArgument;
            }

            return Block == null ? SocketError.NotConnected : Block.Shutdown(how);
        }

        /// <summary>
        /// Closes the connection. Written text still leaves, then a FIN, and the rest of the teardown runs by itself. If received text was not read,
        /// the connection is reset instead, so that the other end knows of the loss (RFC 9293 §3.6, SHLD-3).
        /// </summary>
        public void Close()
        {
            if (Block != null)
            {
                Block.Close();
            }
        }

        /// <summary>Aborts the connection at once. The other end gets an RST, and unsent text is lost.</summary>
        public void Abort()
        {
            if (Block != null)
            {
                Block.Abort();
            }
        }

        /// <summary>The own port, the other end and the state, for a debugger. On the device the state is a number.</summary>
        public override string ToString()
        {
            if (Block == null)
            {
                return "no connection";
            }

            string state = ((int)State).ToString();
            NameState(ref state);
            return LocalPort.ToString() + " - " + RemoteAddress.ToString() + ":" + RemotePort.ToString() + " " + state;
        }

        /// <summary>On the desktop: a state has a name.</summary>
        partial void NameState(ref string state);

        /// <summary>Makes the handle stand for a connection.</summary>
        /// <exception cref="InvalidOperationException">It stands for one that was not closed.</exception>
        internal void Take(ControlBlock block)
        {
            Leave();
            Block = block;
            block.Handle = this;
        }

        /// <summary>Makes the handle stand for no connection. The teardown of its last connection goes on by itself.</summary>
        /// <exception cref="InvalidOperationException">It stands for one that was not closed.</exception>
        internal void Leave()
        {
            if (Block != null)
            {
                if (!Block.IsOrphan)
                {
                    ThrowInvalidOperation();
                }

                Block.Handle = null;
                Block = null;
            }
        }

        private ControlBlock Existing()
        {
            if (Block == null)
            {
                ThrowInvalidOperation();
            }

            return Block!;
        }

        private static void ThrowInvalidOperation()
        {
            throw new InvalidOperationException();
        }
    }
}
