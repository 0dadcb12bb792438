// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using NanoTcp.Ip;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    /// <summary>
    /// One TCP connection: what RFC 9293 calls a TCB, and the calls of an application on it. No call blocks or allocates. A call that
    /// has something to send queues it; the next <see cref="NetworkStack.Poll"/> sends it, so that what is written in several
    /// pieces leaves in few segments.
    /// </summary>
    /// <remarks>
    /// The object belongs to a pool. After <see cref="Close"/> or <see cref="Abort"/> it may stand for somebody else's connection:
    /// forget it.
    /// </remarks>
    public sealed partial class TcpConnection
    {
        /// <summary>The connection's state (RFC 9293 §3.3.2).</summary>
        public TcpState State { get; private set; }

        /// <summary>Why the connection was lost; <see cref="SocketError.Success"/> while it is not, and when it ended in order.</summary>
        public SocketError Error { get; private set; }

        /// <summary>Bytes received and not read yet.</summary>
        public int Available
        {
            get { return _receiveBuffer.Count; }
        }

        /// <summary>Bytes that <see cref="Send"/> would take now; 0 when it would take none, for whatever reason.</summary>
        public int SendSpace
        {
            get { return CanSend() ? _sendBuffer.Free : 0; }
        }

        /// <summary>Bytes written and not acknowledged yet, sent or not.</summary>
        public int Unacknowledged
        {
            get { return _sendBuffer.Count; }
        }

        /// <summary>This end's port.</summary>
        public int LocalPort { get; private set; }

        /// <summary>The other end's port.</summary>
        public int RemotePort { get; private set; }

        /// <summary>The other end's address; <see cref="IPv4Address.Any"/> before a connection was begun.</summary>
        public uint RemoteAddress
        {
            get { return Peer == null ? IPv4Address.Any : Peer.Address; }
        }

        /// <summary>Reads what has arrived, in order.</summary>
        /// <param name="buffer">Where to put it.</param>
        /// <param name="offset">The first byte to fill.</param>
        /// <param name="size">Bytes to read at the most.</param>
        /// <param name="error">
        /// Success: bytes were read, or, with a result of 0, the other end has sent FIN and everything is read. WouldBlock: nothing
        /// yet. NotConnected: never opened. Otherwise why the connection was lost.
        /// </param>
        /// <returns>Bytes read.</returns>
        public int Receive(byte[] buffer, int offset, int size, out SocketError error)
        {
            int length = Peek(buffer, offset, size, out error);
            if (length > 0)
            {
                _receiveBuffer.Skip(length);
                if (State == TcpState.Established || State == TcpState.FinWait1 || State == TcpState.FinWait2)
                {
                    UpdateWindow();
                }
            }

            return length;
        }

        /// <summary>The same as <see cref="Receive"/>, but the bytes stay.</summary>
        /// <param name="buffer">Where to put them.</param>
        /// <param name="offset">The first byte to fill.</param>
        /// <param name="size">Bytes to copy at the most.</param>
        /// <param name="error">As for <see cref="Receive"/>.</param>
        /// <returns>Bytes copied.</returns>
        public int Peek(byte[] buffer, int offset, int size, out SocketError error)
        {
            if (offset < 0 || size < 0 || size > buffer.Length - offset)
            {
                error = SocketError.InvalidArgument;
                return 0;
            }

            int count = _receiveBuffer.Count;
            if (count == 0)
            {
                error = EmptyReason();
                return 0;
            }

            error = SocketError.Success;
            int length = count < size ? count : size;
            _receiveBuffer.Peek(0, buffer, offset, length);
            return length;
        }

        /// <summary>Takes bytes to send, as many as there is room for.</summary>
        /// <param name="buffer">Where they are.</param>
        /// <param name="offset">The first one.</param>
        /// <param name="size">How many.</param>
        /// <param name="error">
        /// Success, or why the result is 0: WouldBlock: no room, or not open yet. Shutdown: after <see cref="Shutdown"/> of this
        /// direction. NotConnected: never opened. Otherwise why the connection was lost.
        /// </param>
        /// <returns>Bytes taken.</returns>
        public int Send(byte[] buffer, int offset, int size, out SocketError error)
        {
            if (offset < 0 || size < 0 || size > buffer.Length - offset)
            {
                error = SocketError.InvalidArgument;
                return 0;
            }

            if (!CanSend())
            {
                error = RefusalReason();
                return 0;
            }

            int free = _sendBuffer.Free;
            int length = free < size ? free : size;
            if (length == 0)
            {
                error = size == 0 ? SocketError.Success : SocketError.WouldBlock;
                return 0;
            }

            error = SocketError.Success;
            _sendBuffer.Write(buffer, offset, length);
            _transport.QueueOutput(this);
            return length;
        }

        /// <summary>
        /// Closes one direction or both. After Send, what was written goes out, then a FIN; reading goes on until the other end's FIN.
        /// After Receive, what still arrives is acknowledged and thrown away.
        /// </summary>
        /// <returns>Success, or NotConnected when there is no connection (any more).</returns>
        public SocketError Shutdown(SocketShutdown how)
        {
            if (State == TcpState.Closed || State == TcpState.SynSent || State == TcpState.TimeWait)
            {
                return SocketError.NotConnected;
            }

            if (how != SocketShutdown.Send)
            {
                _receiveShutdown = true;
                _receiveBuffer.Clear();
                UpdateWindow();
            }

            if (how != SocketShutdown.Receive)
            {
                QueueFin();
            }

            return SocketError.Success;
        }

        /// <summary>
        /// Gives the connection back. What was written still goes out, then a FIN, and the rest of the teardown runs by itself. What
        /// was received and not read is lost.
        /// </summary>
        public void Close()
        {
            if (!_owned)
            {
                return;
            }

            _owned = false;
            _receiveBuffer.Clear();
            switch (State)
            {
                case TcpState.Closed:
                case TcpState.SynSent:
                    Free();
                    break;
                case TcpState.TimeWait:
                    _transport.TimeWait.Disown(this);
                    Free();
                    break;
                default:
                    QueueFin();
                    _transport.QueueOutput(this);
                    break;
            }
        }

        /// <summary>Gives the connection back at once: the other end gets an RST, and what was not sent is lost.</summary>
        public void Abort()
        {
            if (!_owned)
            {
                return;
            }

            _owned = false;
            if (State == TcpState.TimeWait)
            {
                _transport.TimeWait.Disown(this);
            }
            else if (State != TcpState.Closed && State != TcpState.SynSent)
            {
                SendReset();
            }

            Free();
        }

        private bool CanSend()
        {
            return (State == TcpState.Established || State == TcpState.CloseWait) && !_finQueued;
        }

        private SocketError EmptyReason()
        {
            if (Error != SocketError.Success)
            {
                return Error;
            }

            switch (State)
            {
                case TcpState.SynSent:
                case TcpState.SynReceived:
                    return SocketError.WouldBlock;
                case TcpState.Established:
                case TcpState.FinWait1:
                case TcpState.FinWait2:
                    return _receiveShutdown ? SocketError.Success : SocketError.WouldBlock;
                case TcpState.Closed:
                    return Peer == null ? SocketError.NotConnected : SocketError.Success;
                default:
                    return SocketError.Success;
            }
        }

        private SocketError RefusalReason()
        {
            if (Error != SocketError.Success)
            {
                return Error;
            }

            if (_finQueued)
            {
                return SocketError.Shutdown;
            }

            return State == TcpState.SynSent || State == TcpState.SynReceived ? SocketError.WouldBlock : SocketError.NotConnected;
        }
    }
}
