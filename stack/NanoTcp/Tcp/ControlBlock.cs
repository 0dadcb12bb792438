// Copyright (c) The NanoTcp authors.
// Licensed under the MIT license. See LICENSE in the repository root.

using System;
using NanoTcp.Host;
using NanoTcp.Wire;

namespace NanoTcp.Tcp
{
    /// <summary>
    /// The transmission control block of one connection (RFC 9293 §3.3.1), and the calls of an application on it: what they do and return is
    /// documented at <see cref="TcpConnection"/>, through which they come. Blocks belong to a pool.
    /// </summary>
    internal sealed partial class ControlBlock
    {
        internal TcpState State
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

        internal TcpState StateAtLast
        {
            get { return _state; }
        }

        internal SocketError Error
        {
            get { return (SocketError)_words[Word.Error]; }
        }

        internal TcpConnectionOptions Options
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
                    int mss = LargestSegment() - (HeaderLength() - TcpHeader.MinLength);
                    _sndMss = _sndMss > mss ? mss : _sndMss;
                    _words[Word.KeepAliveProbes] = 0;
                    _words[Word.ReceiveLimit] = Limit(value.ReceiveBuffer, _receiveBuffer.Length);
                    _words[Word.SendLimit] = Limit(value.SendBuffer, _sendBuffer.Length);

                    // What is due leaves first: a probe would take its place.
                    _transport.QueueOutput(this);
                    WatchSoon();
                }
            }
        }

        internal bool Cork
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

        internal int Available
        {
            get { return _receiveCount; }
        }

        internal int SendSpace
        {
            get
            {
                int free = _words[Word.SendLimit] - _sendCount;
                return free > 0 && (_state == TcpState.Established || CanSend()) ? free : 0;
            }
        }

        internal int Unacknowledged
        {
            get { return _sendCount; }
        }

        internal int LocalPort
        {
            get { return TcpTransport.LocalPort(Ports); }
        }

        internal int RemotePort
        {
            get { return ((Ports & 0xFF) << 8) | (Ports >> 8 & 0xFF); }
        }

        internal uint RemoteAddress
        {
            get { return Peer == null ? IPv4Address.Any : BigEndian.Swap(Peer.Wire); }
        }

        internal int UrgentCount
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

        internal int Receive(byte[] buffer, int offset, int size, out SocketError error)
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

        internal int Peek(byte[] buffer, int offset, int size, out SocketError error)
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

            return length;
        }

        internal int Skip(int size, out SocketError error)
        {
            if (size < 0)
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
            int head = _receiveHead + length;
            head = head >= _receiveBuffer.Length ? head - _receiveBuffer.Length : head;
            _receiveHead = length == count && (Marks & Mark.OutOfOrder) == 0 ? 0 : head;
            _receiveCount = count - length;
            if ((Marks & Mark.AckNow) == 0 && (uint)(_state - TcpState.Established) <= TcpState.FinWait2 - TcpState.Established)
            {
                UpdateWindow();
            }

            return length;
        }

        internal int Send(byte[] buffer, int offset, int size, out SocketError error)
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

        internal int SendUrgent(byte[] buffer, int offset, int size, out SocketError error)
        {
            int length = Send(buffer, offset, size, out error);
            if (length > 0)
            {
                Marks |= Mark.UrgentOut | Mark.AckNow;
                _words[Word.SndUp] = (int)(_sndUna + (uint)_sendCount);
            }

            return length;
        }

        internal bool HasNews(int awaited, int seen)
        {
            return _receiveCount > seen || _sendCount < awaited || (uint)(_state - TcpState.Established) > TcpState.FinWait2 - TcpState.Established;
        }

        private bool CanSend()
        {
            return (_state == TcpState.Established || _state == TcpState.CloseWait) && (Marks & Mark.FinQueued) == 0;
        }

        private SocketError EmptyReason()
        {
            if (IsOrphan)
            {
                return SocketError.NotConnected;
            }

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
            if (IsOrphan)
            {
                return SocketError.NotConnected;
            }

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
