// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
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
        public TcpState State
        {
            get
            {
                if (_state == TcpState.TimeWait && _transport.TimeWait.Find(Peer!, Ports) == EntryTable.None)
                {
                    _state = TcpState.Closed;
                }

                return _state;
            }
        }

        /// <summary>The same, but for a TIME-WAIT that may be over: for who closes the connection in either case, it costs the device less.</summary>
        internal TcpState StateAtLast
        {
            get { return _state; }
        }

        /// <summary>Why the connection was lost; <see cref="SocketError.Success"/> while it is not, and when it ended in order.</summary>
        public SocketError Error
        {
            get { return (SocketError)_words[Word.Error]; }
        }

        /// <summary>How it behaves: at first as its listener, or the call that began it, said.</summary>
        public TcpConnectionOptions Options
        {
            get
            {
                return _options;
            }

            set
            {
                _options = value;
                if ((Marks & Mark.Attached) != 0)
                {
                    int mss = LargestSegment();
                    _sndMss = _sndMss > mss ? mss : _sndMss;
                    _words[Word.KeepAliveProbes] = 0;
                    _words[Word.ReceiveLimit] = Limit(value.ReceiveBuffer, _receiveBuffer.Length);
                    _words[Word.SendLimit] = Limit(value.SendBuffer, _sendBuffer.Length);

                    // What is due leaves first: a probe would take its place.
                    Transmit();
                    StartWatch();
                }
            }
        }

        /// <summary>
        /// While set, text leaves in full segments only; what is left goes when it is cleared, when this direction is closed, or after a
        /// retransmission timeout.
        /// </summary>
        public bool Cork
        {
            get
            {
                return (Marks & Mark.Cork) != 0;
            }

            set
            {
                Marks = value ? Marks | Mark.Cork : Marks & ~Mark.Cork;
                if (!value)
                {
                    _transport.QueueOutput(this);
                }
            }
        }

        /// <summary>Bytes received and not read yet.</summary>
        public int Available
        {
            get { return _receiveCount; }
        }

        /// <summary>Bytes that <see cref="Send"/> would take now; 0 when it would take none, for whatever reason.</summary>
        public int SendSpace
        {
            get
            {
                int free = _words[Word.SendLimit] - _sendCount;
                return free > 0 && (_state == TcpState.Established || CanSend()) ? free : 0;
            }
        }

        /// <summary>Bytes written and not acknowledged yet, sent or not.</summary>
        public int Unacknowledged
        {
            get { return _sendCount; }
        }

        /// <summary>This end's port.</summary>
        public int LocalPort
        {
            get { return TcpTransport.LocalPort(Ports); }
        }

        /// <summary>The other end's port.</summary>
        public int RemotePort
        {
            get { return ((Ports & 0xFF) << 8) | (Ports >> 8 & 0xFF); }
        }

        /// <summary>The other end's address; <see cref="IPv4Address.Any"/> before a connection was begun.</summary>
        public uint RemoteAddress
        {
            get { return Peer == null ? IPv4Address.Any : BigEndian.Swap(Peer.Wire); }
        }

        /// <summary>
        /// Bytes until the end of the other end's urgent text, those read already not counted; 0 when there is none (RFC 9293 §3.8.5). It stands
        /// in line with the rest (RFC 6093 §3.1).
        /// </summary>
        public int UrgentCount
        {
            get
            {
                int ahead = (Marks & Mark.UrgentIn) == 0 ? 0 : (int)((uint)_words[Word.RcvUp] - (_rcvNxt - (uint)_receiveCount));
                if (ahead > 0)
                {
                    return ahead;
                }

                // Read, and not to be taken for something ahead when sequence numbers have gone half around.
                Marks &= ~Mark.UrgentIn;
                return 0;
            }
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
            int count = _receiveCount;
            if ((offset | size) < 0 || size > buffer.Length - offset || count == 0)
            {
                return Peek(buffer, offset, size, out error);
            }

            error = SocketError.Success;
            int length = count < size ? count : size;
            byte[] ring = _receiveBuffer;
            int head = _receiveHead;
            if (head + length <= ring.Length)
            {
                Array.Copy(ring, head, buffer, offset, length);
            }
            else
            {
                Ring.Read(ring, head, buffer, offset, length);
            }

            if (length == count && (Marks & Mark.OutOfOrder) == 0)
            {
                // From the beginning, where it fits in one piece and, on a desktop, still is in the cache.
                head = 0;
            }
            else
            {
                head += length;
                head = head >= ring.Length ? head - ring.Length : head;
            }

            _receiveHead = head;
            _receiveCount = count - length;
            if ((Marks & Mark.AckNow) == 0 && (uint)(_state - TcpState.Established) <= TcpState.FinWait2 - TcpState.Established)
            {
                UpdateWindow();
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

            int count = _receiveCount;
            if (count == 0)
            {
                error = EmptyReason();
                return 0;
            }

            error = SocketError.Success;
            int length = count < size ? count : size;
            Ring.Read(_receiveBuffer, _receiveHead, buffer, offset, length);
            return length;
        }

        /// <summary>Throws away what has arrived and was not read.</summary>
        /// <param name="size">Bytes at the most.</param>
        /// <param name="error">As for <see cref="Receive"/>.</param>
        /// <returns>Bytes thrown away.</returns>
        public int Skip(int size, out SocketError error)
        {
            int count = _receiveCount;
            if (count == 0)
            {
                error = EmptyReason();
                return 0;
            }

            error = SocketError.Success;
            int length = count < size ? count : size;
            int head = _receiveHead + length;
            _receiveHead = head >= _receiveBuffer.Length ? head - _receiveBuffer.Length : head;
            _receiveCount = count - length;
            if ((Marks & Mark.AckNow) == 0 && (uint)(_state - TcpState.Established) <= TcpState.FinWait2 - TcpState.Established)
            {
                UpdateWindow();
            }

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
            if ((offset | size) < 0 || size > buffer.Length - offset)
            {
                error = SocketError.InvalidArgument;
                return 0;
            }

            if (_state != TcpState.Established && !CanSend())
            {
                error = RefusalReason();
                return 0;
            }

            int count = _sendCount;
            int free = _words[Word.SendLimit] - count;
            int length = free < size ? free : size;
            if (length <= 0)
            {
                error = size == 0 ? SocketError.Success : SocketError.WouldBlock;
                return 0;
            }

            error = SocketError.Success;
            byte[] ring = _sendBuffer;
            int position = _sendHead + count;
            if (position + length <= ring.Length)
            {
                Array.Copy(buffer, offset, ring, position, length);
            }
            else
            {
                Ring.Write(ring, position, buffer, offset, length);
            }

            _sendCount = count + length;
            _transport.QueueOutput(this);
            return length;
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
        public int SendUrgent(byte[] buffer, int offset, int size, out SocketError error)
        {
            int length = Send(buffer, offset, size, out error);
            if (length > 0)
            {
                Marks |= Mark.UrgentOut | Mark.AckNow;
                _words[Word.SndUp] = (int)(_sndUna + (uint)_sendCount);
            }

            return length;
        }

        /// <summary>
        /// Whether somebody who had read everything has to look: something has arrived, the other end has ended its side, or the connection is not open any
        /// more; or less than so much is unacknowledged.
        /// </summary>
        internal bool HasNews(int awaited)
        {
            return _receiveCount > 0 || _sendCount < awaited || (uint)(_state - TcpState.Established) > TcpState.FinWait2 - TcpState.Established;
        }

        private bool CanSend()
        {
            return (_state == TcpState.Established || _state == TcpState.CloseWait) && (Marks & Mark.FinQueued) == 0;
        }

        private SocketError EmptyReason()
        {
            if (Error != SocketError.Success)
            {
                return Error;
            }

            if (_state == TcpState.Closed)
            {
                return Peer == null ? SocketError.NotConnected : SocketError.Success;
            }

            bool mayCome = _state <= TcpState.SynReceived || (_state <= TcpState.FinWait2 && (Marks & Mark.ReceiveShutdown) == 0);
            return mayCome ? SocketError.WouldBlock : SocketError.Success;
        }

        private SocketError RefusalReason()
        {
            if (Error != SocketError.Success)
            {
                return Error;
            }

            if ((Marks & Mark.FinQueued) != 0)
            {
                return SocketError.Shutdown;
            }

            return _state == TcpState.SynSent || _state == TcpState.SynReceived ? SocketError.WouldBlock : SocketError.NotConnected;
        }
    }
}
