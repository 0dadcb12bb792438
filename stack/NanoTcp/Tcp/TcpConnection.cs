// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    /// <summary>
    /// An application's handle of one TCP connection. No call blocks or allocates. A call that has something to send queues it; the next
    /// <see cref="NetworkStack.Poll"/> sends it, so that what is written in several pieces leaves in few segments.
    /// </summary>
    /// <remarks>
    /// The object is the application's own and never stands for somebody else's connection. After <see cref="Close"/> or <see cref="Abort"/>
    /// its calls answer NotConnected, until the application gives it to <see cref="TcpListener.Accept(TcpConnection)"/> or to
    /// <see cref="TcpTransport.Connect(HostAddress, int, int, TcpConnectionOptions, TcpConnection)"/> again.
    /// </remarks>
    public sealed partial class TcpConnection
    {
        /// <summary>What the transport knows of the connection; null: there is none, or it is over.</summary>
        internal ControlBlock? Block;

        /// <summary>The connection's state (RFC 9293 §3.3.2). After <see cref="Close"/> it goes on to tell how far the teardown is.</summary>
        public TcpState State
        {
            get { return Block == null ? TcpState.Closed : Block.CurrentState(); }
        }

        /// <summary>Why the connection was lost; <see cref="SocketError.Success"/> while it is not, and when it ended in order.</summary>
        public SocketError Error
        {
            get { return Block == null ? SocketError.Success : Block.Error; }
        }

        /// <summary>How it behaves: at first as its listener, or the call that began it, said.</summary>
        /// <exception cref="InvalidOperationException">There is no connection.</exception>
        /// <exception cref="ArgumentNullException">It is set to nothing.</exception>
        /// <exception cref="ArgumentOutOfRangeException">One of the options is below its bound.</exception>
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
        /// While set, text leaves in full segments only; what is left goes when it is cleared, when this direction is closed, or after a
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

        /// <summary>Bytes that <see cref="Send"/> would take now; 0 when it would take none, for whatever reason.</summary>
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
        /// Whether nothing more will come: the other end has sent its FIN, or the connection is over. What is <see cref="Available"/> can still be read.
        /// </summary>
        public bool HasRemoteEnded
        {
            get { return Block == null || Block.HasRemoteEnded; }
        }

        /// <summary>The smoothed round-trip time in milliseconds (RFC 6298 SRTT); 50 before the first measurement, 0 without a connection.</summary>
        public int RoundTripTime
        {
            get { return Block == null ? 0 : RoundTrip.Smoothed(Block); }
        }

        /// <summary>
        /// How long an acknowledgment can take, in milliseconds: the retransmission timeout (RFC 6298) without its backoff; 0 without a connection. A
        /// service that waits for an answer waits longer than this: what is lost comes again only then.
        /// </summary>
        public int RetransmissionTimeout
        {
            get { return Block == null ? 0 : RoundTrip.Longest(Block); }
        }

        /// <summary>
        /// Whether the other end was kept waiting for a free connection: its window was closed until then, so it has sent nothing that could have been lost.
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
        /// Bytes until the end of the other end's urgent text, those read already not counted; 0 when there is none (RFC 9293 §3.8.5). It stands
        /// in line with the rest (RFC 6093 §3.1).
        /// </summary>
        public int UrgentCount
        {
            get { return Block == null ? 0 : UrgentPointer.Count(Block); }
        }

        /// <summary>
        /// Whether there is a reason to look at the connection since this was last asked: text or a FIN has come, it has been opened by this end, or it is
        /// lost; an acknowledgment only after <see cref="AwaitSpace"/>. A service with many connections looks after each poll only at those that say so, and
        /// at those for which something of its own is due.
        /// </summary>
        /// <returns>True once for all that has happened, before it was accepted included; always true without a connection.</returns>
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

        /// <summary>The next acknowledgment is a reason for <see cref="BecameReady"/>: for who has more to send than there is room for.</summary>
        public void AwaitSpace()
        {
            if (Block != null && Block.Readiness == Readiness.Waiting)
            {
                Block.Readiness = Readiness.AwaitingSpace;
            }
        }

        /// <summary>Reads what has arrived, in order.</summary>
        /// <param name="buffer">Where to put it.</param>
        /// <param name="offset">The first byte to fill.</param>
        /// <param name="size">Bytes to read at the most.</param>
        /// <param name="error">
        /// Success: bytes were read, or, with a result of 0, the other end has sent FIN and everything is read. WouldBlock: nothing
        /// yet. NotConnected: never opened, or closed. Otherwise why the connection was lost.
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

        /// <summary>The same as <see cref="Receive"/>, but the bytes stay.</summary>
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

        /// <summary>Throws away what has arrived and was not read.</summary>
        /// <param name="size">Bytes at the most.</param>
        /// <param name="error">As for <see cref="Receive"/>.</param>
        /// <returns>Bytes thrown away.</returns>
        public int Skip(int size, out SocketError error)
        {
            if (Block == null)
            {
                error = SocketError.NotConnected;
                return 0;
            }

            return Block.Skip(size, out error);
        }

        /// <summary>Takes bytes to send, as many as there is room for.</summary>
        /// <param name="buffer">Where they are.</param>
        /// <param name="offset">The first one.</param>
        /// <param name="size">How many.</param>
        /// <param name="error">
        /// Success, or why the result is 0: WouldBlock: no room, or not open yet. Shutdown: after <see cref="Shutdown"/> of this
        /// direction. NotConnected: never opened, or closed. Otherwise why the connection was lost.
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
        /// The same as <see cref="Send"/> for urgent text: the other end is told at once how far it goes, even if its window is closed. RFC 6093
        /// advises new applications against it.
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
        /// Closes one direction or both. After Send, what was written goes out, then a FIN; reading goes on until the other end's FIN.
        /// After Receive, what still arrives is acknowledged and thrown away.
        /// </summary>
        /// <returns>Success; NotConnected when there is no connection (any more); InvalidArgument: there is no such direction.</returns>
        public SocketError Shutdown(SocketShutdown how)
        {
            if ((uint)how > (uint)SocketShutdown.Both)
            {
                return SocketError.InvalidArgument;
            }

            return Block == null ? SocketError.NotConnected : Block.Shutdown(how);
        }

        /// <summary>
        /// Gives the connection back. What was written still goes out, then a FIN, and the rest of the teardown runs by itself. If something was
        /// received and not read, it is lost, and the other end is told so by an RST instead (RFC 9293 §3.6, SHLD-3).
        /// </summary>
        public void Close()
        {
            if (Block != null)
            {
                Block.Close();
            }
        }

        /// <summary>Gives the connection back at once: the other end gets an RST, and what was not sent is lost.</summary>
        public void Abort()
        {
            if (Block != null)
            {
                Block.Abort();
            }
        }

        /// <summary>Who is connected, for a debugger: the own port, the other end, and the state, on the device as its number.</summary>
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

        /// <summary>Lets the handle stand for a connection from now on.</summary>
        /// <exception cref="InvalidOperationException">It stands for one that was not closed.</exception>
        internal void Take(ControlBlock block)
        {
            Leave();
            Block = block;
            block.Handle = this;
        }

        /// <summary>Lets the handle stand for no connection any more, whose teardown goes on by itself.</summary>
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
